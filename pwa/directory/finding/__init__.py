"""How patients find help: by topic, by words, by filters; on the page and on the phone."""
