// A job that has not ended is looked at again.
"use strict";
if (["accepted", "running"].includes(document.body.dataset.status)) {
  setTimeout(() => window.location.reload(), 2000);
}
