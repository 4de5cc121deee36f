"""Cards: the picture that stands for a page where its address is shared (Open Graph, 1200 by 630)."""
