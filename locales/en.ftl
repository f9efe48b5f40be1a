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
} { $year }, { $time } UTC
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
mail-button-hint = Button does not work? Copy this link into your browser:
mail-link-expires = The link is valid until { $time }.
mail-asked-heading = Who asked

mail-login-subject = { $code } is your sign-in code
mail-login-subject-shared = Review a sign-in to { $host }
mail-login-preheader = Asked by a device that calls itself { $platform }, { $time }.
mail-login-heading = Is this you signing in?
mail-login-intro = A device asks to sign in to { $host } as “{ $username }”.
mail-login-intro-shared = A device asks to sign in to { $host } with this address. Several accounts use it; the page behind the link lets you choose.
mail-login-review-line = To review the sign-in, and to approve or refuse it, open this link:
mail-login-button = Review sign-in
mail-login-code-line = Or type this code into the device that is waiting:
mail-login-expires = Link and code are valid until { $time } ({ $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} after the request).
mail-login-not-you = Not you? You need do nothing: nobody gets in without this mail. Never pass the code or the link on to anybody. Nobody from support will ask you for them.

mail-email-button = Review address
mail-verification-subject = Confirm your address for { $host }
mail-verification-heading = Confirm your address
mail-verification-intro = The account “{ $username }” was made on { $host } with the address { $email }.
mail-verification-line = To confirm that this address is yours, open this link:
mail-verification-not-you = Not you? You need do nothing: the address then stays unconfirmed.

mail-email-change-verification-subject = Confirm your new address for { $host }
mail-email-change-verification-heading = Confirm your new address
mail-email-change-verification-intro = The account “{ $username }” on { $host } is to use the address { $email } from now on.
mail-email-change-verification-line = To confirm the new address, open this link:
mail-email-change-verification-not-you = Not you? You need do nothing: without the link the address does not change.

mail-undo-preheader = Not you? The link in this mail undoes it and signs every device out.
mail-undo-nothing-to-do = If this was you, you need do nothing.
mail-undo-line = Not you? This link undoes the change and signs every device out:
mail-undo-explanation = Not you? Undo the change: the old address comes back, and every device is signed out.
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
confirm-lead = A device asks to sign in to { $host }. What it says of itself was not checked.
confirm-warning = Approve only if you started this sign-in yourself, on a device in front of you. Nobody from support will ever ask you to.
confirm-in-doubt = In doubt, refuse, or just close this page: nothing happens then.
confirm-approve = Approve
confirm-deny = This wasn’t me
confirm-account-legend = Which account?
confirm-account-error = Choose the account to sign in to.
confirm-end-others = { $count ->
    [one] Also sign out the one other device of this account
   *[other] Also sign out the { $count } other devices of this account
}
confirm-end-others-hint = This proves your address for the first time. Devices that signed in before may not be yours.
match-label = Code on the waiting device
match-hint = Six characters, shown on the device that asks to sign in. Upper or lower case does not matter.
match-error-missing = Type the code that the waiting device shows.
match-error-malformed = The code has six characters: digits and the letters A to F.
match-error-wrong = That is not the code that the waiting device shows.
match-tries-left = { $count ->
    [one] You have one try left.
   *[other] You have { $count } tries left.
}
error-summary = Please check
confirm-deny-title = Refuse this sign-in?
confirm-deny-text = The device that calls itself { $platform } will be told that it was refused. This cannot be taken back, but a new sign-in can be asked for at any time.
confirm-deny-box = Yes, refuse this sign-in
confirm-deny-button = Refuse
confirm-deny-back = Back

approved-title = Sign-in approved
approved-text = The device that calls itself { $platform } is signed in as “{ $username }”.
approved-close = You can close this page; the other device is signed in. This browser itself was not signed in.
undo-heading = Was that a mistake?
undo-text = Until { $time } you can sign that device out again from here.
undo-button = Sign that device out again

## Outcomes

outcome-denied-title = Sign-in refused
outcome-denied-text = { $device } does not get in.
outcome-denied-next = Somebody knows your user name or address. That alone lets nobody in. In your account you can see where you are signed in.
outcome-undone-title = Device signed out
outcome-undone-text = { $device } is signed out again.
outcome-undone-next = In your account you can see where else you are signed in.
outcome-already-approved-title = Already approved
outcome-already-approved-text = This sign-in was approved before. A link decides only once.
outcome-already-approved-next = Was that not you? Look at where your account is signed in, and end what you do not know.
outcome-already-denied-title = Already refused
outcome-already-denied-text = This sign-in was refused before. A link decides only once.
outcome-already-denied-next = To sign in, start again on your device; you will get a new mail.
outcome-expired-title = This link has expired
outcome-expired-text = For your safety, sign-in links live only for some minutes. Nothing was changed.
outcome-expired-next = Start again on your device; you will get a new mail.
outcome-too-many-codes-title = Too many wrong codes
outcome-too-many-codes-text = The sign-in was ended after three wrong codes. Nobody got in.
outcome-too-many-codes-next = If it was you, start again on your device; you will get a new mail and a new code.
outcome-unknown-link-title = This link does not work
outcome-unknown-link-text = Perhaps your mail program cut it off. Copy the whole link from the mail into the address bar, or type the code in the mail into the waiting device.
outcome-unknown-link-next = If that does not help, start again; you will get a new mail.
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
error-title-403 = Not allowed
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
mailbox-lead = No mail server is set: mails end up here instead of being sent. The newest comes first.
mailbox-json = The same as JSON:
mailbox-empty-it = To empty the mailbox:
mailbox-empty = No mail yet. Register or sign in, and come back.
mailbox-count = { $count ->
    [one] One mail.
   *[other] { $count } mails.
}
mailbox-reload = Look again
mailbox-to = to { $to }
mailbox-html = HTML source

## The reference of the API

docs-version = Version { $version }
docs-openapi = OpenAPI document
docs-contents = Contents
docs-parameters = Parameters
docs-required = required
docs-request = Request body
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
mail-access-key-button = Look at my account
