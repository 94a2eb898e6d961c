"""Five films. Each module has build() -> Film, sound_bed(n, rate) -> stereo array, TEXT and optional RENDER, SAMPLES."""
