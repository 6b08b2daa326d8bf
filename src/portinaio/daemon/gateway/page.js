"use strict";
// The token stands behind the # of the address, which no server is sent: it goes out of there and is presented once.
addEventListener("DOMContentLoaded", () => {
  const token = decodeURIComponent(location.hash.slice(1));
  if (!token) return;
  history.replaceState(null, "", location.pathname);
  const door = document.getElementById("door");
  if (!door) return;
  door.elements.token.value = token;
  door.submit();
});
