/** Where the script below is served, to our own pages and to websites that show a form with a computing task. */
export const workScriptPath = "/assets/form-work.js";

/**
 * Solves the computing task of a form (ALTCHA, version 2, PBKDF2/SHA-256) from the moment somebody begins to fill it
 * in. Whoever is faster presses the button once: the form waits and goes by itself. It asks nobody else, shows
 * nothing to solve, and tells screen readers what it waits for.
 */
export const workScript = `"use strict";
(function () {
  var field = document.querySelector("input[data-challenge],input[data-challenge-url]");
  var form = field && field.form;
  if (!form) return;
  var status = form.querySelector("[data-work]");
  var begun = false, solved = false, pressed = false;

  function say(what) {
    if (status) status.textContent = status.getAttribute("data-" + what);
  }
  function bytes(hex) {
    return Uint8Array.from(hex.match(/../g), function (pair) { return parseInt(pair, 16); });
  }
  function hexOf(array) {
    return Array.from(array, function (one) { return one.toString(16).padStart(2, "0"); }).join("");
  }
  async function attempt(task, counter) {
    var nonce = bytes(task.nonce);
    var password = new Uint8Array(nonce.length + 4);
    password.set(nonce);
    new DataView(password.buffer).setUint32(nonce.length, counter);
    var key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    var how = { name: "PBKDF2", salt: bytes(task.salt), iterations: task.cost, hash: "SHA-256" };
    var derived = hexOf(new Uint8Array(await crypto.subtle.deriveBits(how, key, task.keyLength * 8)));
    return derived.startsWith(task.keyPrefix) ? { counter: counter, derivedKey: derived } : null;
  }
  async function solve(challenge) {
    for (var counter = 0; ; counter += 4) {
      var tries = [0, 1, 2, 3].map(function (step) { return attempt(challenge.parameters, counter + step); });
      var found = (await Promise.all(tries)).find(Boolean);
      if (found) return found;
    }
  }
  async function begin() {
    if (begun) return;
    begun = true;
    try {
      var given = field.getAttribute("data-challenge");
      var challenge = given ? JSON.parse(given) : await (await fetch(field.getAttribute("data-challenge-url"))).json();
      var solution = await solve(challenge);
      field.value = btoa(JSON.stringify({ challenge: challenge, solution: solution }));
      solved = true;
      say("done");
      if (pressed) form.submit();
    } catch (error) {
      say("failed");
    }
  }
  form.addEventListener("focusin", begin);
  form.addEventListener("change", begin);
  form.addEventListener("submit", function (event) {
    if (solved) return;
    event.preventDefault();
    pressed = true;
    say("waiting");
    begin();
  });
})();
`;
