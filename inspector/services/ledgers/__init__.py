"""The three ledgers: paged, filtered, counted, exported, and the frozen rows that lists show."""
