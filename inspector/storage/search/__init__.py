"""Finding things by their words, in Chinese and by pinyin."""
