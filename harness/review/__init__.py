"""What people say of a run's summaries: draws for them, their review files, and what follows from those."""
