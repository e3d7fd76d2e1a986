"""The commands, a module each family. Heavy imports stand inside the functions: a search must start in no time."""
