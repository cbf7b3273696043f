// Tells where the browser is: to the sign-in in a cookie, to a form in a choice nobody made yet.
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
const DAY = 86400;

if (timeZone) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `timezone=${timeZone}; Path=/; Max-Age=${DAY}; SameSite=Lax${secure}`;
  for (const select of document.querySelectorAll("[data-time-zone]")) {
    if (select.value === "unchosen") select.value = timeZone;
  }
}
