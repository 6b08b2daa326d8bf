// Keys go to the terminal as soon as it is connected, and again when the window comes back.
addEventListener("DOMContentLoaded", () => {
  const focus = () => {
    if (document.body.classList.contains("-loaded")) {
      document.querySelector(".xterm-helper-textarea")?.focus();
    }
  };
  new MutationObserver(focus).observe(document.body, { attributeFilter: ["class"] });
  addEventListener("focus", focus);
});
