// What pages are more comfortable with: waiting, copying, times. Every page is complete without it.
// In the syntax of ECMAScript 2015, where the engines of some television sets stop (Chromium 49, Safari 10); whatever is newer is
// asked for before it is used.
(() => {
  'use strict';

  const POLL_SECONDS = 25;
  const GIVE_UP_AFTER = 35000;
  const PAUSE = 2000;
  const LONGEST_PAUSE = 30000;

  const root = document.documentElement;
  const each = (selector, act) => { Array.from(document.querySelectorAll(selector)).forEach(act); };

  // Asks where the login stands until that changes. Timers stop while a device sleeps, and the first request afterwards may
  // hang: so each has an end, and whatever brings the page back asks at once.
  const waitForLogin = (card) => {
    const url = `${card.dataset.wait}?wait=${POLL_SECONDS}`;
    let request = null;
    let timer = 0;
    let failures = 0;
    let decided = false;

    // By GET: the page at hand may be the answer to a form.
    const lookAgain = () => { location.replace(location.pathname); };

    const goOn = () => {
      decided = true;
      const announce = document.querySelector('[data-announce]');
      announce.textContent = announce.dataset.approved;
      document.title = announce.dataset.approved;
      const form = document.querySelector('form[data-continue]');
      const button = form.querySelector('button');
      if (form.requestSubmit) {
        form.requestSubmit(button);
        return;
      }
      // Without it a form is sent as if no button had been pressed.
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = button.name;
      field.value = button.value;
      form.appendChild(field);
      form.submit();
    };

    const later = (milliseconds) => { timer = setTimeout(ask, milliseconds); };

    const failed = () => {
      failures += 1;
      later(Math.min(PAUSE * failures, LONGEST_PAUSE));
    };

    const answered = () => {
      if (request.status === 404) {
        lookAgain();
        return;
      }
      let state;
      try {
        state = request.status === 200 && JSON.parse(request.responseText).state;
      } catch (error) {
        state = false;
      }
      if (!state) {
        failed();
        return;
      }
      failures = 0;
      if (state === 'approved') {
        goOn();
      } else if (state !== 'pending') {
        lookAgain();
      } else {
        // Too many wait for this request to be held open: it was answered at once, and the next one is welcome later.
        later((Number(request.getResponseHeader('retry-after')) || 0) * 1000);
      }
    };

    function ask() {
      request = new XMLHttpRequest();
      request.open('GET', url);
      request.timeout = GIVE_UP_AFTER;
      request.onload = answered;
      request.onerror = failed;
      request.ontimeout = failed;
      request.send();
    }

    const again = () => {
      if (decided || document.visibilityState !== 'visible') return;
      clearTimeout(timer);
      // What is given up is not heard any more.
      request.onload = request.onerror = request.ontimeout = null;
      request.abort();
      failures = 0;
      ask();
    };

    document.addEventListener('visibilitychange', again);
    window.addEventListener('online', again);
    // A page that the browser kept shows what was true then.
    window.addEventListener('pageshow', (event) => { if (event.persisted) lookAgain(); });
    ask();
  };

  // Browsers keep pages whole, and bring them back without asking, after signing out as well: what is private is hidden before it is
  // kept, and asked for anew.
  const hideFromBack = () => {
    window.addEventListener('pagehide', (event) => { if (event.persisted) document.body.hidden = true; });
    window.addEventListener('pageshow', (event) => {
      if (!event.persisted) return;
      document.body.hidden = true;
      location.reload();
    });
  };

  // As the server has it: the unit, from how many seconds on it is used, and how many it has.
  const UNITS = [
    ['year', 63072000, 31536000],
    ['month', 8640000, 2592000],
    ['day', 86400, 86400],
    ['hour', 3600, 3600],
    ['minute', 60, 60],
  ];

  const relative = (format, seconds) => {
    const unit = UNITS.find((known) => Math.abs(seconds) >= known[1]);
    if (!unit) return seconds > 0 ? root.dataset.soon : root.dataset.now;
    return format.format(seconds > 0 ? Math.round(seconds / unit[2]) : Math.trunc(seconds / unit[2]), unit[0]);
  };

  // Times stand in the reader's own zone, and words keep up with the clock, once a minute.
  const keepTimes = () => {
    if (!window.Intl || !Intl.DateTimeFormat) return;
    // Days before months, and digits, as the server writes them.
    const lang = `${root.lang === 'en' ? 'en-GB' : root.lang}-u-nu-latn`;
    const exact = new Intl.DateTimeFormat(lang, {
      year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short',
    });
    each('time', (time) => {
      const local = exact.format(new Date(time.dateTime));
      if (time.hasAttribute('data-relative')) {
        time.title = local;
      } else {
        time.textContent = local;
      }
    });
    if (!Intl.RelativeTimeFormat) return;
    const words = new Intl.RelativeTimeFormat(lang, { numeric: 'always' });
    setInterval(() => {
      each('time[data-relative]', (time) => {
        time.textContent = relative(words, (new Date(time.dateTime).getTime() - Date.now()) / 1000);
      });
    }, 60000);
  };

  // The mail says times by the clocks of whoever waits for it.
  const nameTimeZone = (field) => {
    const zone = window.Intl && Intl.DateTimeFormat && Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone) field.value = zone;
  };

  const offerCopying = (button) => {
    if (!navigator.clipboard || !navigator.clipboard.writeText) return;
    button.hidden = false;
    button.addEventListener('click', () => {
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value).then(() => {
        document.querySelector('[data-copy-status]').textContent = button.dataset.copied;
      });
    });
  };

  // The list takes the place of the older one, unless somebody is about to use it.
  const watchMailbox = (list) => {
    if (!window.fetch || !list.replaceChildren) return;
    const look = () => {
      if (document.visibilityState !== 'visible' || list.contains(document.activeElement)) return;
      fetch(location.href, { cache: 'no-store', headers: { accept: 'text/html' } })
        .then((response) => (response.ok ? response.text() : ''))
        .then((text) => {
          const newer = new DOMParser().parseFromString(text, 'text/html').querySelector('[data-mailbox]');
          if (newer && newer.dataset.mailbox !== list.dataset.mailbox) {
            list.replaceChildren(...newer.childNodes);
            list.dataset.mailbox = newer.dataset.mailbox;
          }
        })
        .catch(() => {});
    };
    setInterval(look, PAUSE);
  };

  // What is there for browsers in which none of this runs.
  each('[data-without-script]', (element) => { element.hidden = true; });
  if (document.body.hasAttribute('data-private')) hideFromBack();
  const card = document.querySelector('[data-wait]');
  if (card) waitForLogin(card);
  keepTimes();
  each('[data-time-zone]', nameTimeZone);
  each('[data-copy]', offerCopying);
  const mailbox = document.querySelector('[data-mailbox]');
  if (mailbox) watchMailbox(mailbox);
})();
