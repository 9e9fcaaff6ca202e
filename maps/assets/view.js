// A view that is printed: its button opens the browser's own dialogue.
"use strict";
document.getElementById("print").addEventListener("click", () => window.print());
