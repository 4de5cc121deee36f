"""The page /quality/: figures in words, tables and charts that stand alone."""
