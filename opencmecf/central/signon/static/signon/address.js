// A page that may be the answer to a password takes the address that it has by itself: Reload and Back ask for it there,
// and do not send the password once more.
"use strict";

history.replaceState(null, "", document.querySelector("[data-address]").dataset.address);
