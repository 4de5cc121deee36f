// Save a chart as a PNG: the SVG file drawn on a canvas. Without this script the SVG itself can be saved.
"use strict";
for (const button of document.querySelectorAll("[data-save-png]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const image = new Image();
    image.src = button.dataset.savePng;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext("2d").drawImage(image, 0, 0);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `bantracker-${image.src.match(/([\w-]+)\.svg/)[1]}.png`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}
