"""What is said of the daemon itself: health for every status, the doctor for who asks, and what both look at."""
