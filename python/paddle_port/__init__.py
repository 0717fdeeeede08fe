"""The part of Paddle Port that runs inside the user's own interpreters.

Standard library, the framework at hand, numpy and safetensors only. PyTorch and Paddle are never imported into one
process, so each module imports its framework where it is used, not at the top.
"""
