"""Events for readers outside: a feed to pull, webhooks that push, and the document that describes both."""
