"""The pages of filing: the menus, the drafts, the steps."""
