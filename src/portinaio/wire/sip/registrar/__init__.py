"""What is said to a registrar, and what its answers mean."""
