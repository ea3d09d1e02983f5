"""Everything a person reads: terminal tables, Markdown, CSV, and the HTML report. Derived, never stored."""
