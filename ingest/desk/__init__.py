"""What the desk shows: reads that put rows together for its pages. Nothing here writes."""
