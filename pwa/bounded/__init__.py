"""Read a hostile file in a child process that may use little memory, little time and no files."""
