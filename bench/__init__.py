"""Speed and size, measured as ratios against a floor in the same run; one JSON line a figure."""
