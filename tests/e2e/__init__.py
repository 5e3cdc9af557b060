"""The whole house, as processes, from outside."""
