"""Cross-checks (交叉检查): groups, rounds, cases, judgements and disputes."""
