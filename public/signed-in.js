// The sign-in window comes back here: what it brought goes to the page that asked, which knows its own by the state.
new BroadcastChannel('lamplight-signed-in').postMessage(location.search);
window.close();
