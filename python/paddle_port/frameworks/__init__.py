"""What differs between PyTorch and Paddle when a model is built and looked at, behind one interface."""
