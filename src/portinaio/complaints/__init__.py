"""From a logged call to a finished complaint: what is said, which letter it makes, and when an answer is owed.

It drafts; the user sends. All that differs from country to country comes from `countries`.
"""
