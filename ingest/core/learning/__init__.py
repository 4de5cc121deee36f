"""What the decisions of editors teach: rows, features, weights, what they may change. Pure.

docs/decisions/0014-what-a-learned-model-may-change.md says what binds these modules.
"""
