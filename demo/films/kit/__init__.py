"""The studio: geometry, materials, light, camera, render cache, sound and encoding."""
