// Sets the colour scheme before the first paint, so that a dark workplace does not flash white.
// A file of its own because the content security policy forbids inline scripts.
(function () {
  var choice = "auto";
  try {
    choice = localStorage.getItem("klarpost.scheme") || "auto";
  } catch (_) {
    // Storage can be switched off; the system's choice counts then.
  }
  var dark =
    choice === "dark" || (choice === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
