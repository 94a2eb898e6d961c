"""The films. Each module has build() -> Film, sound_bed(n, rate) -> stereo array (unless SILENT) and TEXT;
optional are SIZE, SCALE, SAMPLES, RENDER, EVERY, VP9 and CAPTIONS {language: [(start, end, words)]}."""
