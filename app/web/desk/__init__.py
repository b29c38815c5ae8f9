"""What one sees first: the queue, the search, the dashboard, notifications."""
