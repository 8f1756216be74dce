"""What is wrong with an llms.txt, ours or another one."""
