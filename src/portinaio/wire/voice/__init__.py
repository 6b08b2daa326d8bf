"""What is heard in a call, without sockets: G.711, RTP packets, and what two ends agree to talk by."""
