## Everywhere

date-time = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }, { $time } { $zone }
quoted = “{ $text }”
detail-line = { $label }: { $value }
skip-to-content = Skip to content
account-named = the account “{ $username }”
your-account = your account
device-named = The device that calls itself { $platform }
device-unnamed = The other device
the-address = the address

label-account = Account
label-platform = Calls itself
label-user-agent = Browser or program
label-ip = Network address
label-requested = Asked at
label-expires = Link valid until
label-address = Address to confirm
label-address-old = Address until now
label-address-kept = Address that comes back
label-address-dropped = Address of the change
address-none = none (the address was to be removed)

## Mails

mail-footer = Sent by { $host }, because somebody entered this address there. This mail has no tracking and no advertising.
mail-footer-owner = Sent by { $host }, because this is or was the address of the account “{ $username }” there. This mail has no tracking and no advertising.
mail-button-hint = The button does not work? Open [this link], or copy its address into your browser:
mail-link-expires = The link is valid until { $time }.
mail-asked-heading = Who asked

mail-login-subject = { $code } is your { $brand } sign-in code
mail-login-subject-shared = Review a sign-in to { $host }
mail-login-heading = Is this you signing in?
mail-login-intro = A device is asking to sign in to { $host } as “{ $username }”.
mail-login-intro-shared = A device is asking to sign in to { $host } with this address. Several accounts use it; the page behind the link lets you choose.
mail-login-review-line = To review the sign-in, and to approve or refuse it, open this link:
mail-login-review-or-line = Or open this link to review the sign-in, and to approve or refuse it:
mail-login-button = Review sign-in
mail-login-review-html = Review the sign-in, and approve or refuse it:
mail-login-review-or-html = Or review the sign-in, and approve or refuse it:
mail-login-code-line = Type this code into the device that is waiting:
mail-login-expires = Link and code are valid until { $time } ({ $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} after the request).
mail-login-held-back-strangers = This is the last mail of the day for sign-ins from devices and networks that this account does not know: further ones are held back for up to 24 hours. To sign in meanwhile, use a device or a network that you signed in from before, or approve on a device where you are signed in.
mail-login-held-back-all = This is the last sign-in mail of the day: further ones are held back for up to 24 hours. To sign in meanwhile, approve on a device where you are signed in.
mail-login-not-you = Not you? You don’t need to do anything: nobody gets in without your approval. To refuse this sign-in, open the link and press “This wasn’t me”. Never pass the code or the link on to anybody. Nobody from support will ask you for them.

mail-email-button = Review address
mail-verification-subject = Confirm your address for { $host }
mail-verification-heading = Confirm your address
mail-verification-intro = The account “{ $username }” was made on { $host } with the address { $email }.
mail-verification-line = To confirm that this address is yours, open this link:
mail-verification-not-you = Not you? You don’t need to do anything: the address then stays unconfirmed.

mail-email-change-verification-subject = Confirm your new address for { $host }
mail-email-change-verification-heading = Confirm your new address
mail-email-change-verification-intro = The account “{ $username }” on { $host } is to use the address { $email } from now on.
mail-email-change-verification-line = To confirm the new address, open this link:
mail-email-change-verification-not-you = Not you? You don’t need to do anything: without the link the address does not change.

mail-undo-nothing-to-do = If this was you, you don’t need to do anything.
mail-undo-line = Not you? This link undoes the change and signs every device out:
mail-undo-explanation = Not you? Undo the change: the old address comes back, and every device is signed out.
mail-change-stop-line = Not you? This link stops the change; your address stays, and every device is signed out:
mail-change-stop-button = Stop the change
mail-undo-button = Undo the change
mail-email-change-requested-subject = Your address on { $host } is about to change
mail-email-change-requested-heading = Your address is about to change
mail-email-change-requested-intro = For the account “{ $username }” on { $host } it was asked on { $time } to replace this address by { $email }. That takes effect once the new address is confirmed.
mail-email-change-requested-intro-removal = For the account “{ $username }” on { $host } it was asked on { $time } to remove this address.
mail-email-changed-subject = Your address on { $host } was changed
mail-email-changed-heading = Your address was changed
mail-email-changed-intro = The account “{ $username }” on { $host } has used the address { $email } in place of this one since { $time }.
mail-email-changed-intro-removal = The account “{ $username }” on { $host } has had no address since { $time }; until then it was this one.

## The page behind the link of a sign-in

confirm-title = Approve this sign-in?
confirm-title-error = Error: approve this sign-in?
confirm-as = wants to sign in as
confirm-lead = A device is asking to sign in to { $host }. What it says of itself was not checked.
confirm-warning = Approve only if you started this yourself, on a device in front of you. Nobody from support will ever ask you to.
confirm-in-doubt = If in doubt, refuse. You can also just close this page: without your approval nobody gets in.
confirm-approve = Approve
confirm-deny = This wasn’t me
confirm-account-legend = Which account?
confirm-account-verified = (confirmed)
confirm-account-error = Choose the account to sign in to.
match-label = Code on the waiting device
match-hint = Six characters, on the screen of the device that is waiting. Not the code from the mail.
match-error-missing = Type the code that the waiting device shows.
match-error-malformed = That is not a code from the waiting device: it has six characters, digits and the letters A to F. The code in the mail has eight and does not belong here.
match-error-wrong = That is not the code that the waiting device shows.
match-tries-left = { $count ->
    [one] You have one try left.
   *[other] You have { $count } tries left.
}
error-summary = Please check
confirm-deny-title = Refuse this sign-in?
confirm-deny-text = The device that calls itself { $platform } is told that it was refused. If it was you after all, sign in there again: that is possible at any time.
confirm-deny-box = Yes, refuse this sign-in
confirm-deny-missing = Tick the box to refuse.
confirm-deny-button = Refuse
confirm-deny-back = Back

approved-title = Sign-in approved
approved-look-other = Look at the other device: it goes on there.
approved-look-television = Look at your television: it goes on there.
approved-text = The device that calls itself { $platform } may sign in as “{ $username }”.
approved-later = To end this session later, sign in here and look under “Where you are signed in”.
approved-close = You can close this page: this browser itself was not signed in.
undo-heading = Not you, or a mistake?
undo-text = For { $minutes ->
    [one] one more minute
   *[other] { $minutes } more minutes
} (until { $time }) you can sign that device out again from here.
undo-button = Sign that device out again

## Outcomes

outcome-denied-title = Sign-in refused
outcome-denied-text = { $device } was not signed in. Your account is as it was.
outcome-denied-next = There is nothing else to do. Refused by mistake? Start again on that device.
outcome-undone-title = Device signed out
outcome-undone-text = { $device } is signed out again.
outcome-undone-next = In your account you can see where else you are signed in.
outcome-already-approved-title = Already approved
outcome-already-approved-text = This sign-in was approved before. A link decides only once.
outcome-already-approved-next = Wasn’t that you? Look at where your account is signed in, and end what you do not know.
outcome-already-undone-title = Signed out again
outcome-already-undone-text = This sign-in was approved, and taken back afterwards. A link decides only once.
outcome-already-undone-next = { outcome-already-denied-next }
outcome-already-denied-title = Already refused
outcome-already-denied-text = This sign-in is over: it was refused, or ended by wrong codes or by signing out everywhere. A link decides only once.
outcome-already-denied-next = To sign in, start again on the device that was waiting; you will get a new mail.
outcome-expired-title = This link has expired
outcome-expired-text = For your safety, sign-in links live only for some minutes. Nothing was changed.
outcome-expired-next = Start again on the device that was waiting; you will get a new mail.
outcome-too-many-codes-title = Too many wrong codes
outcome-too-many-codes-text = The sign-in was ended after three wrong codes. Nobody got in.
outcome-too-many-codes-next = If it was you, start again on the device that was waiting; you will get a new mail and a new code.
outcome-unknown-link-title = This link does not work
outcome-unknown-link-text = Perhaps your mail program cut it off. Go back to the mail and type its code into the device that is waiting, or copy the whole link into the address bar.
outcome-unknown-link-next = If that does not help, ask for a new mail on the device that is waiting.
outcome-email-confirmed-title = Address confirmed
outcome-email-confirmed-text = From now on { $email } belongs to { $username }.
outcome-email-confirmed-next = You can close this page.
outcome-email-undone-title = Change undone
outcome-email-undone-text = The old address of { $username } is back, and every device was signed out.
outcome-email-undone-next = Sign in again with the old address.
outcome-email-link-used-title = Already done
outcome-email-link-used-text = This link was used before and has had its effect.
outcome-email-link-used-next = Your account shows the address that is in use.
outcome-email-link-expired-title = This link has expired
outcome-email-link-expired-text = Links in mails live for a limited time. Nothing was changed.
outcome-email-link-expired-next = In your account you can ask for a new mail.
outcome-email-link-confirmed-title = Already confirmed
outcome-email-link-confirmed-text = { $email } is the confirmed address of { $username }. It was confirmed before this link was opened.
outcome-email-link-confirmed-next = There is nothing else to do.
outcome-email-link-replaced-title = This link was replaced
outcome-email-link-replaced-text = The address of { $username } has been set anew since this mail was sent. Nothing was changed by this link.
outcome-email-link-replaced-next = Use the newest mail, or look at the address in your account.

## The page behind a link about an address

email-verification-title = Confirm your address
email-verification-text = Is this your account, and your address?
email-verification-button = Confirm address
email-verification-otherwise = Not you? Just close this page: nothing happens then.
email-change-title = Confirm your new address
email-change-text = Mails for this account, and with them every sign-in, go to the new address once you confirm it.
email-change-button = Confirm new address
email-change-otherwise = Not you? Just close this page: the address then stays as it is.
email-undo-title = Undo the change of address?
email-undo-text = The old address comes back at once.
email-undo-warning = Every device of this account is signed out, this one included. After that, sign in again with the old address.
email-undo-button = Undo and sign out everywhere
email-undo-otherwise = Was the change yours? Just close this page: nothing happens then.

## Errors

error-status = Error { $status }
error-request-id = For your administrator:
error-title-400 = The request was not understood
error-title-401 = Please sign in
error-title-403 = That cannot be done here
error-title-404 = Nothing here
error-title-405 = That does not work here
error-title-409 = That is taken
error-title-413 = That was too much
error-title-415 = The wrong kind of content
error-title-422 = Please check what you entered
error-title-429 = Too many requests
error-title-500 = Something went wrong here
error-title-503 = Out of order for a moment
error-title-other = That did not work

## The development mailbox

mailbox-title = Development mailbox
mailbox-lead = No mail server is set: mails end up here instead of being sent. Only this machine can open this page. The newest comes first.
mailbox-json = The same as JSON:
mailbox-empty-it = To empty the mailbox:
mailbox-empty = No mail yet. Register or sign in, and come back.
mailbox-count = { $count ->
    [one] One mail.
   *[other] { $count } mails.
}
mailbox-empty-button = Empty the mailbox
mailbox-from = From
mailbox-recipient = To
mailbox-date = Date
mailbox-links = Links
mailbox-preview = As HTML
mailbox-wide = Wide
mailbox-phone = Phone
mailbox-width = Width
mailbox-text = As text
mailbox-headers = Headers
mailbox-source = Source
mailbox-back = All mails
mailbox-alone = The HTML alone
mailbox-to = to { $to }
mailbox-open = Open
mailbox-filter = Only mails to
mailbox-filter-button = Show

## The reference of the API

docs-version = Version { $version }
docs-openapi = OpenAPI document
docs-contents = Contents
docs-parameters = Parameters
docs-required = required
docs-request = Request body
docs-everywhere = Beside what is named with each route, a route that takes a body answers 408 and 415, and every route may answer 413, 429, 500 and 503.
docs-responses = Answers

mail-access-key-created-subject = A new access key on { $host }
mail-access-key-created-heading = The access key “{ $name }” was made
mail-access-key-created-intro = For the account “{ $username }” on { $host } the access key “{ $name }” was made on { $time }. It begins with { $prefix }.
mail-access-key-created-advice = If you made it, there is nothing to do. If you did not, sign in and revoke it, and end the sessions that you do not know.
mail-access-key-expiring-subject = An access key on { $host } is about to end
mail-access-key-expiring-heading = The access key “{ $name }” ends soon
mail-access-key-expiring-intro = For the account “{ $username }” on { $host } the access key “{ $name }”, which begins with { $prefix }, ends on { $time }. Whatever uses it stops working then.
mail-access-key-expiring-advice = If it is still needed, make a new one and put it in its place.
mail-access-key-scopes = It may do this: { $scopes }.
mail-access-key-expires = It ends on { $time }.
mail-access-key-line = To look at your account, open this link:
mail-access-key-button = Look at my account

## Times

relative-now = just now
relative-minutes-ago = { $count ->
    [one] one minute ago
   *[other] { $count } minutes ago
}
relative-hours-ago = { $count ->
    [one] one hour ago
   *[other] { $count } hours ago
}
relative-days-ago = { $count ->
    [one] one day ago
   *[other] { $count } days ago
}
relative-months-ago = { $count ->
    [one] one month ago
   *[other] { $count } months ago
}
relative-years-ago = { $count ->
    [one] one year ago
   *[other] { $count } years ago
}
relative-soon = in less than a minute
relative-minutes-ahead = { $count ->
    [one] in one minute
   *[other] in { $count } minutes
}
relative-hours-ahead = { $count ->
    [one] in one hour
   *[other] in { $count } hours
}
relative-days-ahead = { $count ->
    [one] in one day
   *[other] in { $count } days
}
relative-months-ahead = { $count ->
    [one] in one month
   *[other] in { $count } months
}
relative-years-ahead = { $count ->
    [one] in one year
   *[other] in { $count } years
}

## Signing in

footer-language = Language
back = Back
title-error = Error:
label-email = E-mail address
label-username = User name
device-on = { $program } on { $system }
sign-in-title = Sign in
sign-in-heading = Sign in to { $name }
sign-in-lead = No password needed: you get a mail with a link and a code.
sign-in-return = Afterwards you continue to { $host }.
sign-in-several = Several accounts with this address?
sign-in-username-hint = With a user name the mail is about that account, and has a code to type. Otherwise you choose the account behind the link.
sign-in-button = Continue
sign-in-no-account = No account yet?
sign-in-already = You are signed in as { $username }
sign-in-go-on = Continue
sign-in-reason-ended = You were signed out, perhaps from another device. Sign in again to continue.
sign-in-reason-signed-out = You are signed out.
sign-in-insecure = This page comes over plain http, so your browser cannot keep a sign-in. Please tell the administrator: it takes https. Apps that send a token with each request do not mind.

## Signing out

sign-out-title = Sign out?
sign-out-text = You are signed in as { $username }. Signing out ends your session in this browser; your other devices stay signed in.
sign-out-button = Sign out
sign-out-stay = Stay signed in
sign-out-nobody-title = You are not signed in
sign-out-nobody-text = Nobody is signed in here in this browser.

## Waiting

waiting-title-pending = Check your mail
waiting-title-approved = Sign-in approved
waiting-title-denied = The sign-in was refused
waiting-title-expired = This sign-in has expired
waiting-lead = Open our mail on any device, and approve. If the address belongs to an account, the mail went to
waiting-alive = Waiting until you approve.
waiting-wrong-address = Wrong address? Change it
waiting-match-label = The other device asks for this code
waiting-match-signed-in = Signed in on another device already? Approve there, under “My account”, with this code. That takes no mail.
waiting-expires = This sign-in ends
waiting-continue = I have approved it, continue
waiting-quiet = This page looks every { $seconds ->
    [one] second
   *[other] { $seconds } seconds
} whether you have approved.
waiting-quiet-back = Type the code from the mail instead
waiting-quiet-link = Wait without typing
waiting-code-label = Or type the code from the mail
waiting-code-hint = Eight characters. If the mail has none, use its link.
waiting-code-button = Sign in with the code
waiting-no-mail = No mail?
waiting-no-mail-spam = Look into the spam folder. The mail comes from { $sender }.
waiting-no-mail-address = Check the address, letter by letter.
waiting-no-mail-account = Only the address of an account gets a mail, and only some at a time.
waiting-resend = Send the mail again
waiting-mailbox = Development: your mail is here:
waiting-mailbox-link = Open the mailbox
waiting-notice-resent = The mail is on its way again. The earlier link works as well.
waiting-notice-too-soon = The mail was sent just now. You can send it again in { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}.
waiting-notice-too-late = This sign-in ends in a moment. Start a new one.
waiting-notice-not-yet = Not approved yet. Open the link in the mail and press “Approve”.
waiting-approved-text = One more step, and you are signed in here.
waiting-text-denied = Nobody was signed in. If that was a mistake, start again.
waiting-text-expired = The link and the codes of this sign-in do not work any more.
waiting-again = Send a new mail to { $email }
not-waiting-title = This browser is not waiting for a sign-in
not-waiting-text = It was finished, or begun in another browser.
no-cookies-title = Your browser keeps no cookies
no-cookies-waiting = You asked to sign in just now, but your browser did not keep the cookie that it waits with. The mail that is on its way cannot sign you in here.
no-cookies-session = The sign-in was approved, but your browser did not keep the cookie that it is signed in by. Here nobody is signed in.
no-cookies-account = The account was made, but your browser did not keep the cookie that it is signed in by. Here nobody is signed in. If you gave an e-mail address, sign in with it later. An account without one cannot be reached any more: register with another name then.
no-cookies-allow = Allow cookies for { $host } in the settings of your browser, and look for add-ons that block them. Then start again.
no-cookies-domain = Other cookies of this site did come back, so the fault is probably not yours: please tell the administrator to look at the setting cookie.domain.
approved-here = This browser is the one that asked.

## Registering

register-title = Create an account
register-lead = Choose a name, and give an address to sign in with on other devices.
register-username-hint = 1 to 32 letters, digits, dots, dashes and underscores.
register-email-label = E-mail address (optional)
register-email-hint = Without one this browser is your only way in: once it is signed out, nobody can let you back in.
register-button = Create account
register-have-account = Already have an account?

## What is wrong with a form

problem-missing-email = Type an e-mail address.
problem-invalid-email = That is not an e-mail address. It looks like name@example.org, with nothing around it.
problem-missing-username = Type a user name.
problem-invalid-username = A user name has 1 to 32 letters, digits, dots, dashes and underscores, and begins and ends with a letter or digit.
problem-username-reserved = That name is reserved. Choose another one.
problem-username-taken = Somebody has that name already. Choose another one.
problem-missing-code = Type the code from the mail.
problem-malformed-code = The code has eight characters, like K7QM-2XTD. This did not count as a try.
problem-match-code-typed = That is the code shown on this page. Type it on the device where you open the link; here belongs the code from the mail. This did not count as a try.
problem-match-code-missing = Type the code that the waiting device shows.
problem-match-code-malformed = That is not a code from the waiting device: it has six characters, digits and the letters A to F. This did not count as a try.
problem-match-code-wrong = That is not the code that the waiting device shows. After the third wrong one this sign-in ends.
problem-match-code-wrong-last = That is not the code that the waiting device shows. One more wrong code ends this sign-in.
problem-wrong-code = That is not the code in the mail, which has eight characters. The one on this page goes into the other device. After the third wrong one this sign-in ends.
problem-missing-name = Give the key a name.
problem-invalid-name = A name has 1 to 64 visible characters.
problem-invalid-session-name = A name has 1 to 64 visible characters.
problem-invalid-description = A purpose has at most 200 visible characters.
problem-missing-scopes = Choose at least one thing that the key may do.
problem-missing-life = Choose how long the key is to be valid.
problem-name-taken = You have a key of this name already.
problem-too-many-keys = You have as many keys as there can be. Revoke one first.
problem-missing-confirmation = Type your user name to confirm.
problem-wrong-confirmation = That is not your user name. Nothing was deleted.

## The account

account-title = My account
account-heading = Account of { $username }
account-contents = On this page
account-sign-out-here = Sign out here
account-notice-session-ended = The device is signed out. What it still holds stops working within { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}.
account-notice-session-renamed = The name is changed.
account-notice-sessions-ended = All other devices are signed out.
account-notice-key-revoked = The key is revoked and opens nothing any more.
account-notice-username-changed = The user name is changed. For 30 days nobody but you can take the former one.
account-notice-email-asked = A mail is on its way to the new address. The address changes once you confirm it there.
account-notice-email-removed = The address is removed. Sign-ins by mail are not possible now.
account-notice-email-cancelled = The change of address is cancelled.
account-notice-email-resent = The mail is on its way again. Earlier links in such mails do not work any more.
account-notice-email-unchanged = That is your address already.
account-notice-login-approved = The device is approved. It signs in by itself.
account-notice-login-denied = The sign-in is refused. Nobody was signed in.
account-notice-login-undone = The device is signed out again.
account-notice-login-failed = That was the third wrong code, and the sign-in was ended. If it was yours, start it again.
account-notice-login-gone = That sign-in was decided already, or it has expired.
account-notice-gone = That device or key had already been removed.
account-notice-undecided = Nothing was changed.
logins-title = { $count ->
    [one] A device is waiting
   *[other] Devices are waiting
}
logins-in-doubt = If in doubt, refuse.
logins-asked = asked
logins-expires = ends
logins-more = More sign-ins are waiting than fit here. If yours is missing, start it again: the newest are shown.
logins-let-in-title = Approved just now
logins-let-in-text = { $minutes ->
    [one] For one more minute you can sign this device out with everything that it made or asked for.
   *[other] For { $minutes } more minutes you can sign this device out with everything that it made or asked for.
}
sessions-title = Where you are signed in
sessions-none = You are signed in nowhere else.
sessions-end-others = End all others
sessions-end-others-question = Every session but this one ends at once, on all pages of this list.
sessions-end-others-button = Yes, end all others
session-current = This device
session-details = Details
session-device = Device
session-device-probably = probably { $device }
session-created = Signed in at
session-signed-in = signed in
session-last-seen = Last active at
session-last-active = active
session-active-now = active now
session-approved-from = Approved from network address
session-registered = not needed: this device created the account
session-approved-unknown = an address that is not known
session-let-in-by = Approved by
session-let-in-by-ended = a device that is not signed in any more
session-expires = Ends, unless used, at
session-name = Name of this device
session-name-hint = Leave it empty to use the device’s own name.
session-rename = Rename
session-end = End this session
session-end-question = “{ $name }” is signed out at once.
session-end-button = End “{ $name }”
kind-browser = Browser
group-browser = Browsers
kind-desktop = Desktop app
group-desktop = Desktop apps
kind-mobile = Mobile app
group-mobile = Mobile apps
kind-command-line = Command line
group-command-line = Command line
kind-television = TV or device
group-television = TVs and devices
kind-other = Other
group-other = Other
pager-next = More
pager-first = First page
keys-title = Access keys
keys-lead = For scripts and machines that act for you.
keys-none = You have no access keys.
key-state-active = active
key-state-ending = ends soon
key-state-expired = ended
key-last-used = used
key-last-used-at = Last used at
key-never-used = never used
key-ends = ends
key-ended = ended
key-revoke = Revoke
key-revoke-question = Whatever uses “{ $name }” stops working at once.
key-revoke-button = Revoke “{ $name }”
key-description = Purpose
key-scopes = May do
key-created = Made at
key-expires = Ends at
key-new-title = New access key
key-new-lead = Give it only what it needs, for only as long as it is needed.
key-name = Name
key-name-hint = What uses it, such as “backup script”.
key-description-label = Purpose (optional)
key-scopes-legend = What may it do? Choose at least one.
key-life-legend = How long is it valid?
key-life = { $days ->
    [one] one day
   *[other] { $days } days
}
key-new-told = You are told by mail that it was made, and again before it ends.
key-new-button = Make the key
scope-account-read = See your account: name, address
scope-account-write = Change your name, and delete your account
scope-sessions-read = See where you are signed in
scope-sessions-write = Sign your devices out
scope-keys-read = See your access keys, without the keys themselves
scope-keys-write = Make and revoke access keys that may do no more than this one
scope-tokens-issue = Get short-lived tokens for other servers
scope-extra = For a server behind this one:
key-created-title = Your key is ready
key-created-once = This is the only time that you see it. Put it where it is needed, or in a password manager, now.
key-created-label = Access key “{ $name }”
key-created-copy = Copy
key-created-copied = Copied.
key-created-try = Try it
key-created-done = I have saved it
address-title = Address and name
address-verified = confirmed
address-unverified = not confirmed
address-missing = none: you cannot sign in on other devices
address-pending = Changes to
address-pending-hint = once the link in the mail to it is followed
address-resend = Send the mail again
address-cancel = Cancel the change
address-new = New e-mail address
address-new-hint = It takes effect once you confirm it. The old address is told, and can undo it for 72 hours.
address-change = Change
address-remove = Remove the address
address-remove-question = Without an address you cannot sign in on another device, or here again once you are signed out.
address-remove-button = Yes, remove it
username-change = Rename
data-title = My data
data-text = Account, sessions, keys and recent activity as JSON, without any secret.
data-button = Download my data
danger-title = Danger zone
danger-everywhere = End everything
danger-everywhere-text = Ends every session, this one included, and every sign-in under way. Access keys stay.
danger-everywhere-button = End everything
danger-everywhere-question = You will have to sign in again on every device.
danger-everywhere-confirm = Yes, end everything
danger-delete = Delete account
danger-delete-text = Deletes the account with everything in it, at once and for good.
danger-delete-button = Delete account …
delete-title = Delete the account?
delete-lead = This is what happens to the account “{ $username }”:
delete-sessions = Every device is signed out at once.
delete-keys = Every access key stops working.
delete-name = Nobody can take the user name for 30 days; after that it is free.
delete-mail = A last mail goes to { $email }, if that address is confirmed; then the address is deleted.
delete-warning = This cannot be taken back.
delete-label = To confirm, type { $username }
delete-button = Delete the account for good
deleted-title = The account is deleted
deleted-text = “{ $username }” was deleted, with its sessions, access keys and address.

## More outcomes and errors

label-decided = Decided at
label-decided-from = From the network address
label-expired = Expired at
outcome-account = See where I am signed in
outcome-new-mail = Ask for a new mail
error-home = To the start page
error-text-not-found = There is nothing at this address. Perhaps the link was cut off.
error-text-method-not-allowed = Nothing is shown at this address by itself. Go back to the page that you came from.
error-text-malformed-body = The request could not be read. Go back and try again.
error-text-body-too-large = What was sent is too large.
error-text-unsupported-media-type = What was sent has the wrong form.
error-text-request-timeout = The request took too long to arrive. Try again.
error-text-registration-closed = New accounts cannot be made here at the moment.
error-text-authentication-required = This needs you to be signed in.
error-text-invalid-credentials = Your sign-in has ended. Sign in again.
error-text-ambiguous-credentials = The request holds two different sign-ins at once.
error-text-insufficient-scope = You may not do this with what you signed in with.
error-text-cross-origin = Your browser did not show that this form came from here. Open the page anew and try once more; nothing was changed. If it happens again, the browser keeps no cookies: allow them for this site, or take another browser.
error-text-misdirected-request = This is answered only on the machine that the server runs on, and only under its own name or address, such as localhost.
error-text-unavailable = The service is out of order for a moment. Please try again; nothing was lost.
error-text-internal = Something went wrong on our side. Please try again.
error-text-too-fast-minutes = That was too often from your network. Try again in { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
error-text-untold = Nothing was changed. Your account’s address is told of every change, and too many such mails went there. Try again in { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
error-text-too-fast = That was too fast. Try again in { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}.

## Mail about a deleted account

mail-username-changed-subject = Your user name on { $host } was changed
mail-username-changed-heading = Your user name was changed
mail-username-changed-intro = The account “{ $old }” on { $host } has been called “{ $username }” since { $time }.
mail-username-changed-rest = For 30 days nobody else can take the name “{ $old }”. Until then it can be given back to your account.
mail-username-changed-advice = If you changed it, there is nothing to do. If you did not, sign in with this address, give your account its old name back, and end the sessions and revoke the access keys that you do not know.
mail-account-deleted-subject = Your account on { $host } was deleted
mail-account-deleted-heading = Your account was deleted
mail-account-deleted-intro = The account “{ $username }” on { $host } was deleted on { $time }, with its sessions and access keys. This address is forgotten with this mail.
mail-account-deleted-advice = Not you? Then somebody else could act for your account. It cannot be brought back; tell the administrator.
mail-account-deleted-again = You can make a new account at any time:
mail-account-deleted-button = Create an account

## Recent activity

activity-title = Recent activity
activity-lead = What was done with your account in the last { $days ->
    [one] day
   *[other] { $days } days
}. If you do not know something, sign out the device that did it.
activity-none = Nothing yet.
event-account-registered = Account created
event-account-deleted = Account deleted
event-username-changed = User name changed
event-login-asked = Sign-in asked for by
event-login-mail-withheld = Sign-in mail held back, since there were too many, asked for by
event-login-approved = Sign-in approved for
event-login-denied = Sign-in refused to
event-login-failed = Sign-in ended after three wrong codes:
event-login-undone = Sign-in taken back from
event-session-begun = Signed in:
event-session-ended = Signed out:
event-session-expired = Signed out by itself, since its time was over:
event-sessions-ended = Devices signed out
event-access-key-created = Access key made:
event-access-key-revoked = Access key revoked:
event-access-keys-revoked = All access keys revoked
event-email-change-asked = Change of address asked for
event-email-verified = Address confirmed
event-email-changed = Address changed
event-email-removed = Address removed
event-email-change-undone = Change of address undone, every device signed out

## What a device made, and what is older than the first proof of an address

made-sessions = { $count ->
    [one] one signed-in device
   *[other] { $count } signed-in devices
}
made-keys = { $count ->
    [one] one access key
   *[other] { $count } access keys
}
made-changes = a change of the address
made-approvals = { $count ->
    [one] one approved sign-in
   *[other] { $count } approved sign-ins
}
older-title = Is all of this yours?
older-lead = Until now, no address of this account was confirmed. It already has:
older-may-be = This may be the first time that your address is confirmed for the account you choose. It may hold devices and access keys from the time before.
older-hint = Anybody can enter somebody else’s address when registering. What you do not know may be theirs. End it if you are not sure.
older-way-back = Until { $until } a former address of this account can take it back, whatever you choose here.
older-end = Not mine, or I am not sure: end all of this
older-end-button = End all of this
older-keep-button = All of this is mine
undone-made = This device also left behind:
undone-gone = All of this has ended, too.
undone-email-restored = The device had changed the address of the account. It is the old one again.
undo-box = Yes, sign that device out
confirm-box = I asked for this sign-in
confirm-box-missing = Tick the box to approve.
email-verification-box = The account “{ $username }” is mine
email-verification-box-missing = Tick the box to confirm the address.
email-change-box = The account “{ $username }” is mine
email-change-box-missing = Tick the box to confirm the new address.
email-undo-box = Yes, undo the change and sign out every device
email-undo-box-missing = Tick the box to undo the change.
session-change-withdrawn = The change of the address is withdrawn.
session-end-keys = { $count ->
    [one] Revoke its access key, too
   *[other] Revoke its { $count } access keys, too
}
session-end-let-in = { $count ->
    [one] Sign out the device that it let in, too
   *[other] Sign out the { $count } devices that it let in, too
}
sessions-end-keys = { $count ->
    [one] Revoke one access key that this device did not make, too
   *[other] Revoke { $count } access keys that this device did not make, too
}
key-made = { $count ->
    [one] The key that it made is revoked, too.
   *[other] The { $count } keys that it made are revoked, too.
}
key-keep-children = { $count ->
    [one] Keep the key that it made
   *[other] Keep the keys that it made
}
account-notice-older-ended = All of that has ended.
account-notice-older-kept = Everything stays as it is.
account-aside-email-restored = { undone-email-restored }
account-aside-keys-revoked = The access keys that were made there are revoked.
account-aside-keys-left = The access keys that were made there still work: see below.
account-aside-change-withdrawn = The change of the address that was asked for there is withdrawn.
account-aside-let-in-ended = The devices that it let in are signed out, too.
event-email-change-withdrawn = Change of address withdrawn
