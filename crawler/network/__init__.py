"""What stands between spider and wire: address guard, limits, robots.txt, hosts in trouble, failures in words."""
