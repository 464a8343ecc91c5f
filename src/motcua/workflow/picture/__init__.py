"""Drawing a process: where boxes, lanes and arrows go, and the picture on a page."""
