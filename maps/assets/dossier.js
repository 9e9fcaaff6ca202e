// One page in two languages: a button and the address (#en, #zh) choose which one is shown and printed.
(function () {
  "use strict";
  function show(lang) {
    document.body.className = "show-" + lang;
    document.documentElement.lang = lang;
  }
  function follow() {
    show(location.hash === "#en" ? "en" : "zh");
  }
  document.getElementById("lang").addEventListener("click", function () {
    const lang = document.body.className === "show-zh" ? "en" : "zh";
    location.hash = "#" + lang;
    show(lang);  // the address is followed later, too
  });
  document.getElementById("print").addEventListener("click", function () { window.print(); });
  window.addEventListener("hashchange", follow);
  follow();
  window.gridwalk = true;
})();
