"""What each command does, from the folder to the answer; the commands only ask and print."""
