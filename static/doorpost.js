// What pages are more comfortable with: waiting, copying, times. Every page is complete without it.
(() => {
  'use strict';

  const POLL_SECONDS = 25;
  const GIVE_UP_AFTER = 35_000;
  const PAUSE = 2_000;
  const LONGEST_PAUSE = 30_000;

  // Asks where the login stands until that changes. Timers stop while a device sleeps, and the first request afterwards may
  // hang: so each has an end, and whatever brings the page back asks at once.
  const waitForLogin = (card) => {
    const url = `${card.dataset.wait}?wait=${POLL_SECONDS}`;
    let interrupt = () => {};
    let failures = 0;
    let hurried = false;
    let retryAfter = 0;

    const ask = async () => {
      const request = new AbortController();
      const timer = setTimeout(() => request.abort(), GIVE_UP_AFTER);
      interrupt = () => request.abort();
      try {
        const response = await fetch(url, { signal: request.signal, cache: 'no-store', credentials: 'same-origin' });
        if (response.status === 404) return 'gone';
        if (!response.ok) throw new Error('not now');
        // Too many wait for this request to be held open: it was answered at once, and the next one is welcome later.
        retryAfter = Number(response.headers.get('retry-after')) || 0;
        return (await response.json()).state;
      } finally {
        clearTimeout(timer);
      }
    };

    const pause = (milliseconds) => new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      interrupt = () => { clearTimeout(timer); resolve(); };
    });

    // By GET: the page at hand may be the answer to a form.
    const lookAgain = () => location.replace(location.pathname);

    const goOn = (state) => {
      if (state !== 'approved') {
        lookAgain();
        return;
      }
      const announce = document.querySelector('[data-announce]');
      announce.textContent = announce.dataset.approved;
      document.title = announce.dataset.approved;
      // The form's own button names what is wanted.
      const form = document.querySelector('form[data-continue]');
      form.requestSubmit(form.querySelector('button'));
    };

    const loop = async () => {
      for (;;) {
        let state = 'pending';
        try {
          state = await ask();
          failures = 0;
          if (state === 'pending' && retryAfter > 0) await pause(retryAfter * 1_000);
        } catch {
          failures += 1;
          if (!hurried) await pause(Math.min(PAUSE * failures, LONGEST_PAUSE));
          hurried = false;
        }
        if (state !== 'pending') {
          goOn(state);
          return;
        }
      }
    };

    const again = () => {
      if (document.visibilityState !== 'visible') return;
      failures = 0;
      hurried = true;
      interrupt();
    };
    document.addEventListener('visibilitychange', again);
    window.addEventListener('online', again);
    // A page that the browser kept shows what was true then.
    window.addEventListener('pageshow', (event) => { if (event.persisted) lookAgain(); });
    loop();
  };

  // As the server has it: the unit, from how many seconds on it is used, and how many it has.
  const UNITS = [
    ['year', 63_072_000, 31_536_000],
    ['month', 8_640_000, 2_592_000],
    ['day', 86_400, 86_400],
    ['hour', 3_600, 3_600],
    ['minute', 60, 60],
  ];

  const relative = (format, seconds) => {
    const [unit, , size] = UNITS.find(([, from]) => Math.abs(seconds) >= from) ?? [];
    if (!unit) return seconds > 0 ? document.documentElement.dataset.soon : document.documentElement.dataset.now;
    return format.format(seconds > 0 ? Math.round(seconds / size) : Math.trunc(seconds / size), unit);
  };

  // Words keep up with the clock, once a minute, and the exact time is told in the reader's own zone.
  const keepTimes = () => {
    const { lang } = document.documentElement;
    const words = new Intl.RelativeTimeFormat(lang, { numeric: 'always' });
    const exact = new Intl.DateTimeFormat(lang, { dateStyle: 'full', timeStyle: 'long' });
    const times = () => document.querySelectorAll('time[data-relative]');
    times().forEach((time) => { time.title = exact.format(new Date(time.dateTime)); });
    setInterval(() => {
      times().forEach((time) => {
        time.textContent = relative(words, (new Date(time.dateTime).getTime() - Date.now()) / 1000);
      });
    }, 60_000);
  };

  const offerCopying = (button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', async () => {
      const field = document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(field.value);
      document.querySelector('[data-copy-status]').textContent = button.dataset.copied;
    });
  };

  // The list takes the place of the older one, unless somebody is about to use it.
  const watchMailbox = (list) => {
    const look = async () => {
      if (document.visibilityState !== 'visible' || list.contains(document.activeElement)) return;
      const response = await fetch(location.href, { cache: 'no-store', headers: { accept: 'text/html' } });
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const newer = page.querySelector('[data-mailbox]');
      if (newer && newer.dataset.mailbox !== list.dataset.mailbox) {
        list.replaceChildren(...newer.childNodes);
        list.dataset.mailbox = newer.dataset.mailbox;
      }
    };
    setInterval(() => { look().catch(() => {}); }, PAUSE);
  };

  const card = document.querySelector('[data-wait]');
  if (card) waitForLogin(card);
  keepTimes();
  document.querySelectorAll('[data-copy]').forEach(offerCopying);
  const mailbox = document.querySelector('[data-mailbox]');
  if (mailbox) watchMailbox(mailbox);
})();
