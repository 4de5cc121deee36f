"""What the outside is told of a change: the outbox, sent through the gate."""
