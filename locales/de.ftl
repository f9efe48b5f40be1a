## Überall

date-time = { $day }. { $month ->
    [1] Januar
    [2] Februar
    [3] März
    [4] April
    [5] Mai
    [6] Juni
    [7] Juli
    [8] August
    [9] September
    [10] Oktober
    [11] November
   *[12] Dezember
} { $year }, { $time } { $zone }
quoted = „{ $text }“
detail-line = { $label }: { $value }
skip-to-content = Zum Inhalt springen
account-named = das Konto „{ $username }“
your-account = Ihr Konto
device-named = Das Gerät, das sich { $platform } nennt,
device-unnamed = Das andere Gerät
the-address = die Adresse

label-account = Konto
label-platform = Nennt sich
label-user-agent = Browser oder Programm
label-ip = Netzwerkadresse
label-requested = Angefragt am
label-expires = Link gültig bis
label-address = Zu bestätigende Adresse
label-address-old = Bisherige Adresse
label-address-kept = Wiederhergestellte Adresse
label-address-dropped = Verworfene Adresse
address-none = keine (die Adresse sollte entfernt werden)

## E-Mails

mail-footer = Gesendet von { $host }, weil dort jemand diese Adresse eingegeben hat. Diese E-Mail enthält weder Tracking noch Werbung.
mail-footer-owner = Gesendet von { $host }, weil dies die Adresse des Kontos „{ $username }“ dort ist oder war. Diese E-Mail enthält weder Tracking noch Werbung.
mail-button-hint = Die Schaltfläche funktioniert nicht? Öffnen Sie [diesen Link], oder kopieren Sie seine Adresse in Ihren Browser:
mail-link-expires = Der Link ist gültig bis { $time }.
mail-asked-heading = Wer angefragt hat

mail-login-subject = { $code } ist Ihr Anmeldecode für { $brand }
mail-login-subject-shared = Eine Anmeldung bei { $host } prüfen
mail-login-heading = Melden Sie sich gerade an?
mail-login-intro = Ein Gerät möchte sich bei { $host } als „{ $username }“ anmelden.
mail-login-intro-shared = Ein Gerät möchte sich bei { $host } mit dieser Adresse anmelden. Mehrere Konten verwenden sie; auf der Seite hinter dem Link können Sie das Konto wählen.
mail-login-review-line = Um die Anmeldung zu prüfen und zu bestätigen oder abzulehnen, öffnen Sie diesen Link:
mail-login-review-or-line = Oder öffnen Sie diesen Link, um die Anmeldung zu prüfen und zu bestätigen oder abzulehnen:
mail-login-button = Anmeldung prüfen
mail-login-review-html = Prüfen Sie die Anmeldung, und bestätigen Sie sie oder lehnen Sie sie ab:
mail-login-review-or-html = Oder prüfen Sie die Anmeldung, und bestätigen Sie sie oder lehnen Sie sie ab:
mail-login-code-line = Geben Sie diesen Code auf dem wartenden Gerät ein:
mail-login-expires = Link und Code sind gültig bis { $time } ({ $minutes ->
    [one] { $minutes } Minute
   *[other] { $minutes } Minuten
} ab der Anfrage).
mail-login-held-back-strangers = Dies ist für heute die letzte E-Mail zu Anmeldungen von Geräten und aus Netzen, die dieses Konto nicht kennt: Weitere werden bis zu 24 Stunden lang zurückgehalten. Um sich in dieser Zeit anzumelden, verwenden Sie ein Gerät oder ein Netz, von dem aus Sie schon einmal angemeldet waren, oder bestätigen Sie auf einem Gerät, auf dem Sie angemeldet sind.
mail-login-held-back-all = Dies ist für heute die letzte E-Mail zu einer Anmeldung: Weitere werden bis zu 24 Stunden lang zurückgehalten. Um sich in dieser Zeit anzumelden, bestätigen Sie auf einem Gerät, auf dem Sie angemeldet sind.
mail-login-not-you = Das waren nicht Sie? Dann müssen Sie nichts tun: Ohne Ihre Bestätigung kommt niemand hinein. Um diese Anmeldung abzulehnen, öffnen Sie den Link und drücken Sie „Das war ich nicht“. Geben Sie Code und Link niemals weiter. Niemand vom Support wird Sie danach fragen.

mail-email-button = Adresse prüfen
mail-verification-subject = Bestätigen Sie Ihre Adresse für { $host }
mail-verification-heading = Bestätigen Sie Ihre Adresse
mail-verification-intro = Auf { $host } wurde das Konto „{ $username }“ mit der Adresse { $email } angelegt.
mail-verification-line = Um zu bestätigen, dass diese Adresse Ihnen gehört, öffnen Sie diesen Link:
mail-verification-not-you = Das waren nicht Sie? Dann müssen Sie nichts tun: Die Adresse bleibt unbestätigt.

mail-email-change-verification-subject = Bestätigen Sie Ihre neue Adresse für { $host }
mail-email-change-verification-heading = Bestätigen Sie Ihre neue Adresse
mail-email-change-verification-intro = Das Konto „{ $username }“ bei { $host } soll künftig die Adresse { $email } verwenden.
mail-email-change-verification-line = Um die neue Adresse zu bestätigen, öffnen Sie diesen Link:
mail-email-change-verification-not-you = Das waren nicht Sie? Dann müssen Sie nichts tun: Ohne den Link ändert sich die Adresse nicht.

mail-undo-nothing-to-do = Wenn Sie das waren, müssen Sie nichts tun.
mail-undo-line = Das waren nicht Sie? Dieser Link macht die Änderung rückgängig und meldet alle Geräte ab:
mail-undo-explanation = Das waren nicht Sie? Machen Sie die Änderung rückgängig: Die alte Adresse gilt wieder, und alle Geräte werden abgemeldet.
mail-change-stop-line = Das waren nicht Sie? Dieser Link hält die Änderung auf; Ihre Adresse bleibt, und jedes Gerät wird abgemeldet:
mail-change-stop-button = Änderung aufhalten
mail-undo-button = Änderung rückgängig machen
mail-email-change-requested-subject = Ihre Adresse bei { $host } soll geändert werden
mail-email-change-requested-heading = Ihre Adresse soll geändert werden
mail-email-change-requested-intro = Für das Konto „{ $username }“ bei { $host } wurde am { $time } angefragt, diese Adresse durch { $email } zu ersetzen. Die Änderung gilt, sobald die neue Adresse bestätigt ist.
mail-email-change-requested-intro-removal = Für das Konto „{ $username }“ bei { $host } wurde am { $time } angefragt, diese Adresse zu entfernen.
mail-email-changed-subject = Ihre Adresse bei { $host } wurde geändert
mail-email-changed-heading = Ihre Adresse wurde geändert
mail-email-changed-intro = Das Konto „{ $username }“ bei { $host } verwendet seit dem { $time } statt dieser Adresse die Adresse { $email }.
mail-email-changed-intro-removal = Das Konto „{ $username }“ bei { $host } hat seit dem { $time } keine Adresse mehr; bis dahin war es diese.

## Die Seite hinter dem Link einer Anmeldung

confirm-title = Diese Anmeldung bestätigen?
confirm-title-error = Fehler: Diese Anmeldung bestätigen?
confirm-as = möchte sich anmelden als
confirm-lead = Ein Gerät möchte sich bei { $host } anmelden. Seine Angaben über sich selbst wurden nicht geprüft.
confirm-warning = Bestätigen Sie nur, wenn Sie das selbst begonnen haben, auf einem Gerät vor Ihnen. Kein Support wird Sie je darum bitten.
confirm-in-doubt = Lehnen Sie im Zweifel ab. Sie können diese Seite auch einfach schließen: Ohne Ihre Bestätigung kommt niemand hinein.
confirm-approve = Bestätigen
confirm-deny = Das war ich nicht
confirm-account-legend = Welches Konto?
confirm-account-verified = (bestätigt)
confirm-account-error = Wählen Sie das Konto für die Anmeldung.
match-label = Code auf dem wartenden Gerät
match-hint = Sechs Zeichen auf dem Bildschirm des wartenden Geräts. Nicht der Code aus der E-Mail.
match-error-missing = Geben Sie den Code ein, den das wartende Gerät anzeigt.
match-error-malformed = Das ist kein Code vom wartenden Gerät: Er hat sechs Zeichen, Ziffern und die Buchstaben A bis F. Der Code aus der E-Mail hat acht und gehört nicht hierher.
match-error-wrong = Diesen Code zeigt das wartende Gerät nicht an.
match-tries-left = { $count ->
    [one] Sie haben noch einen Versuch.
   *[other] Sie haben noch { $count } Versuche.
}
error-summary = Bitte prüfen
confirm-deny-title = Diese Anmeldung ablehnen?
confirm-deny-text = Das Gerät, das sich { $platform } nennt, erfährt, dass es abgelehnt wurde. Waren Sie es doch, melden Sie sich dort einfach noch einmal an; das geht jederzeit.
confirm-deny-box = Ja, diese Anmeldung ablehnen
confirm-deny-missing = Setzen Sie das Häkchen, um abzulehnen.
confirm-deny-button = Ablehnen
confirm-deny-back = Zurück

approved-title = Anmeldung bestätigt
approved-look-other = Sehen Sie auf das andere Gerät: Dort geht es weiter.
approved-look-television = Sehen Sie auf Ihren Fernseher: Dort geht es weiter.
approved-text = Das Gerät, das sich { $platform } nennt, darf sich als „{ $username }“ anmelden.
approved-later = Um diese Sitzung später zu beenden, melden Sie sich hier an und sehen Sie unter „Wo Sie angemeldet sind“ nach.
approved-close = Sie können diese Seite schließen: Dieser Browser selbst wurde nicht angemeldet.
undo-heading = Nicht Sie, oder ein Versehen?
undo-text = Noch { $minutes ->
    [one] eine Minute
   *[other] { $minutes } Minuten
} lang (bis { $time }) können Sie dieses Gerät von hier aus wieder abmelden.
undo-button = Gerät wieder abmelden

## Ergebnisse

outcome-denied-title = Anmeldung abgelehnt
outcome-denied-text = { $device } wurde nicht angemeldet. An Ihrem Konto hat sich nichts geändert.
outcome-denied-next = Mehr ist nicht zu tun. Aus Versehen abgelehnt? Beginnen Sie auf dem Gerät noch einmal.
outcome-undone-title = Gerät abgemeldet
outcome-undone-text = { $device } ist wieder abgemeldet.
outcome-undone-next = In Ihrem Konto sehen Sie, wo Sie sonst noch angemeldet sind.
outcome-already-approved-title = Bereits bestätigt
outcome-already-approved-text = Diese Anmeldung wurde schon bestätigt. Ein Link entscheidet nur einmal.
outcome-already-approved-next = Das waren nicht Sie? Sehen Sie nach, wo Ihr Konto angemeldet ist, und beenden Sie, was Sie nicht kennen.
outcome-already-undone-title = Wieder abgemeldet
outcome-already-undone-text = Diese Anmeldung wurde bestätigt und danach zurückgenommen. Ein Link entscheidet nur einmal.
outcome-already-undone-next = { outcome-already-denied-next }
outcome-already-denied-title = Bereits abgelehnt
outcome-already-denied-text = Diese Anmeldung ist vorbei: Sie wurde abgelehnt, oder falsche Codes oder eine Abmeldung überall haben sie beendet. Ein Link entscheidet nur einmal.
outcome-already-denied-next = Um sich anzumelden, beginnen Sie auf Ihrem Gerät von vorn; Sie erhalten eine neue E-Mail.
outcome-expired-title = Dieser Link ist abgelaufen
outcome-expired-text = Zu Ihrer Sicherheit gelten Anmeldelinks nur einige Minuten. Es wurde nichts geändert.
outcome-expired-next = Beginnen Sie auf Ihrem Gerät von vorn; Sie erhalten eine neue E-Mail.
outcome-too-many-codes-title = Zu viele falsche Codes
outcome-too-many-codes-text = Die Anmeldung wurde nach drei falschen Codes beendet. Niemand kam hinein.
outcome-too-many-codes-next = Wenn Sie das waren, beginnen Sie auf Ihrem Gerät von vorn; Sie erhalten eine neue E-Mail und einen neuen Code.
outcome-unknown-link-title = Dieser Link funktioniert nicht
outcome-unknown-link-text = Vielleicht hat Ihr E-Mail-Programm ihn abgeschnitten. Gehen Sie zurück zur E-Mail und geben Sie deren Code auf dem wartenden Gerät ein, oder kopieren Sie den ganzen Link in die Adresszeile.
outcome-unknown-link-next = Hilft das nicht, fordern Sie auf dem wartenden Gerät eine neue Mail an.
outcome-email-confirmed-title = Adresse bestätigt
outcome-email-confirmed-text = Von jetzt an gilt { $email } für { $username }.
outcome-email-confirmed-next = Sie können diese Seite schließen.
outcome-email-undone-title = Änderung rückgängig gemacht
outcome-email-undone-text = Für { $username } gilt wieder die alte Adresse, und alle Geräte wurden abgemeldet.
outcome-email-undone-next = Melden Sie sich mit der alten Adresse wieder an.
outcome-email-link-used-title = Bereits erledigt
outcome-email-link-used-text = Dieser Link wurde schon verwendet und hat gewirkt.
outcome-email-link-used-next = In Ihrem Konto sehen Sie, welche Adresse gilt.
outcome-email-link-expired-title = Dieser Link ist abgelaufen
outcome-email-link-expired-text = Links in E-Mails gelten nur begrenzte Zeit. Es wurde nichts geändert.
outcome-email-link-expired-next = In Ihrem Konto können Sie eine neue E-Mail anfordern.
outcome-email-link-confirmed-title = Schon bestätigt
outcome-email-link-confirmed-text = { $email } ist die bestätigte Adresse von { $username }. Bestätigt wurde sie, bevor dieser Link geöffnet wurde.
outcome-email-link-confirmed-next = Es ist nichts weiter zu tun.
outcome-email-link-replaced-title = Dieser Link wurde ersetzt
outcome-email-link-replaced-text = Seit dieser E-Mail wurde für { $username } erneut eine Adresse eingetragen. Dieser Link hat nichts geändert.
outcome-email-link-replaced-next = Verwenden Sie die neueste E-Mail, oder sehen Sie in Ihrem Konto nach, welche Adresse gilt.

## Die Seite hinter einem Link zu einer Adresse

email-verification-title = Bestätigen Sie Ihre Adresse
email-verification-text = Sind das Ihr Konto und Ihre Adresse?
email-verification-button = Adresse bestätigen
email-verification-otherwise = Das sind nicht Sie? Schließen Sie einfach diese Seite: Dann passiert nichts.
email-change-title = Bestätigen Sie Ihre neue Adresse
email-change-text = Sobald Sie bestätigen, gehen E-Mails für dieses Konto, und damit jede Anmeldung, an die neue Adresse.
email-change-button = Neue Adresse bestätigen
email-change-otherwise = Das waren nicht Sie? Schließen Sie einfach diese Seite: Die Adresse bleibt dann, wie sie ist.
email-undo-title = Änderung der Adresse rückgängig machen?
email-undo-text = Die alte Adresse gilt dann sofort wieder.
email-undo-warning = Alle Geräte dieses Kontos werden abgemeldet, auch dieses. Melden Sie sich danach mit der alten Adresse wieder an.
email-undo-button = Rückgängig machen und überall abmelden
email-undo-otherwise = War die Änderung von Ihnen? Schließen Sie einfach diese Seite: Dann passiert nichts.

## Fehler

error-status = Fehler { $status }
error-request-id = Für Ihre Administration:
error-title-400 = Die Anfrage war nicht verständlich
error-title-401 = Bitte melden Sie sich an
error-title-403 = Das geht hier nicht
error-title-404 = Hier ist nichts
error-title-405 = Das geht hier nicht
error-title-409 = Das ist schon vergeben
error-title-413 = Das war zu viel
error-title-415 = Die falsche Art von Inhalt
error-title-422 = Bitte prüfen Sie Ihre Eingaben
error-title-429 = Zu viele Anfragen
error-title-500 = Hier ist etwas schiefgegangen
error-title-503 = Vorübergehend außer Betrieb
error-title-other = Das hat nicht funktioniert

## Das Postfach für die Entwicklung

mailbox-title = Entwicklungspostfach
mailbox-lead = Es ist kein Mailserver eingestellt: E-Mails landen hier, statt versendet zu werden. Nur dieser Rechner kann diese Seite öffnen. Die neueste steht oben.
mailbox-json = Dasselbe als JSON:
mailbox-empty-it = So wird das Postfach geleert:
mailbox-empty = Noch keine E-Mail. Registrieren Sie sich oder melden Sie sich an, und kommen Sie zurück.
mailbox-count = { $count ->
    [one] Eine E-Mail.
   *[other] { $count } E-Mails.
}
mailbox-empty-button = Postfach leeren
mailbox-from = Von
mailbox-recipient = An
mailbox-date = Datum
mailbox-links = Links
mailbox-preview = Als HTML
mailbox-wide = Breit
mailbox-phone = Telefon
mailbox-width = Breite
mailbox-text = Als Text
mailbox-headers = Kopfzeilen
mailbox-source = Quelltext
mailbox-back = Alle E-Mails
mailbox-alone = Nur das HTML
mailbox-to = an { $to }
mailbox-open = Öffnen
mailbox-filter = Nur Mails an
mailbox-filter-button = Zeigen

## Die Referenz der Schnittstelle

docs-version = Version { $version }
docs-openapi = OpenAPI-Dokument
docs-contents = Inhalt
docs-parameters = Parameter
docs-required = erforderlich
docs-request = Anfrage
docs-everywhere = Neben dem, was bei jeder Route steht, antwortet eine Route mit Inhalt auch mit 408 und 415, und jede kann mit 413, 429, 500 und 503 antworten.
docs-responses = Antworten

mail-access-key-created-subject = Ein neuer Zugriffsschlüssel bei { $host }
mail-access-key-created-heading = Der Zugriffsschlüssel „{ $name }“ wurde erstellt
mail-access-key-created-intro = Für das Konto „{ $username }“ bei { $host } wurde am { $time } der Zugriffsschlüssel „{ $name }“ erstellt. Er beginnt mit { $prefix }.
mail-access-key-created-advice = Wenn Sie ihn erstellt haben, ist nichts zu tun. Wenn nicht, melden Sie sich an, widerrufen Sie ihn und beenden Sie die Sitzungen, die Sie nicht kennen.
mail-access-key-expiring-subject = Ein Zugriffsschlüssel bei { $host } läuft bald ab
mail-access-key-expiring-heading = Der Zugriffsschlüssel „{ $name }“ läuft bald ab
mail-access-key-expiring-intro = Für das Konto „{ $username }“ bei { $host } läuft der Zugriffsschlüssel „{ $name }“, der mit { $prefix } beginnt, am { $time } ab. Was ihn verwendet, funktioniert dann nicht mehr.
mail-access-key-expiring-advice = Wenn er noch gebraucht wird, erstellen Sie einen neuen und setzen Sie ihn an seine Stelle.
mail-access-key-scopes = Er darf Folgendes: { $scopes }.
mail-access-key-expires = Er läuft am { $time } ab.
mail-access-key-line = Um Ihr Konto anzusehen, öffnen Sie diesen Link:
mail-access-key-button = Mein Konto ansehen

## Zeiten

relative-now = gerade eben
relative-minutes-ago = { $count ->
    [one] vor einer Minute
   *[other] vor { $count } Minuten
}
relative-hours-ago = { $count ->
    [one] vor einer Stunde
   *[other] vor { $count } Stunden
}
relative-days-ago = { $count ->
    [one] vor einem Tag
   *[other] vor { $count } Tagen
}
relative-months-ago = { $count ->
    [one] vor einem Monat
   *[other] vor { $count } Monaten
}
relative-years-ago = { $count ->
    [one] vor einem Jahr
   *[other] vor { $count } Jahren
}
relative-soon = in weniger als einer Minute
relative-minutes-ahead = { $count ->
    [one] in einer Minute
   *[other] in { $count } Minuten
}
relative-hours-ahead = { $count ->
    [one] in einer Stunde
   *[other] in { $count } Stunden
}
relative-days-ahead = { $count ->
    [one] in einem Tag
   *[other] in { $count } Tagen
}
relative-months-ahead = { $count ->
    [one] in einem Monat
   *[other] in { $count } Monaten
}
relative-years-ahead = { $count ->
    [one] in einem Jahr
   *[other] in { $count } Jahren
}

## Anmelden

footer-language = Sprache
back = Zurück
title-error = Fehler:
label-email = E-Mail-Adresse
label-username = Benutzername
device-on = { $program } auf { $system }
sign-in-title = Anmelden
sign-in-heading = Bei { $name } anmelden
sign-in-lead = Ohne Passwort: Sie bekommen eine Mail mit einem Link und einem Code.
sign-in-return = Danach geht es weiter zu { $host }.
sign-in-several = Mehrere Konten mit dieser Adresse?
sign-in-username-hint = Mit einem Benutzernamen gilt die E-Mail diesem Konto und enthält einen Code zum Eintippen. Sonst wählen Sie das Konto hinter dem Link.
sign-in-button = Weiter
sign-in-no-account = Noch kein Konto?
sign-in-already = Sie sind als { $username } angemeldet
sign-in-go-on = Weiter
sign-in-reason-ended = Sie wurden abgemeldet, vielleicht von einem anderen Gerät aus. Melden Sie sich wieder an, um fortzufahren.
sign-in-reason-signed-out = Sie sind abgemeldet.
sign-in-insecure = Diese Seite kommt über unverschlüsseltes http, daher kann Ihr Browser keine Anmeldung behalten. Bitte sagen Sie dem Administrator, dass https nötig ist. Anwendungen, die mit jeder Anfrage ein Token senden, stört das nicht.

## Abmelden

sign-out-title = Abmelden?
sign-out-text = Sie sind als { $username } angemeldet. Mit dem Abmelden endet das in diesem Browser; Ihre anderen Geräte bleiben angemeldet.
sign-out-button = Abmelden
sign-out-stay = Angemeldet bleiben
sign-out-nobody-title = Sie sind nicht angemeldet
sign-out-nobody-text = In diesem Browser ist hier niemand angemeldet.

## Warten

waiting-title-pending = Sehen Sie in Ihrem Postfach nach
waiting-title-approved = Anmeldung bestätigt
waiting-title-denied = Die Anmeldung wurde abgelehnt
waiting-title-expired = Diese Anmeldung ist abgelaufen
waiting-lead = Öffnen Sie unsere Mail auf irgendeinem Gerät und bestätigen Sie. Falls die Adresse zu einem Konto gehört, ging die Mail an
waiting-alive = Wartet, bis Sie bestätigen.
waiting-wrong-address = Falsche Adresse? Ändern
waiting-match-label = Das andere Gerät fragt nach diesem Code
waiting-match-signed-in = Auf einem anderen Gerät schon angemeldet? Bestätigen Sie dort unter „Mein Konto“ mit diesem Code. Das geht ohne Mail.
waiting-expires = Diese Anmeldung endet
waiting-continue = Ich habe bestätigt, weiter
waiting-quiet = Diese Seite sieht alle { $seconds ->
    [one] Sekunde
   *[other] { $seconds } Sekunden
} nach, ob Sie bestätigt haben.
waiting-quiet-back = Stattdessen den Code aus der Mail eingeben
waiting-quiet-link = Warten, ohne zu tippen
waiting-code-label = Oder den Code aus der Mail eingeben
waiting-code-hint = Acht Zeichen. Enthält die Mail keinen, nehmen Sie ihren Link.
waiting-code-button = Mit dem Code anmelden
waiting-no-mail = Keine E-Mail da?
waiting-no-mail-spam = Sehen Sie im Spam-Ordner nach. Die E-Mail kommt von { $sender }.
waiting-no-mail-address = Prüfen Sie die Adresse, Buchstabe für Buchstabe.
waiting-no-mail-account = Nur die Adresse eines Kontos bekommt eine E-Mail, und nicht beliebig viele auf einmal.
waiting-resend = E-Mail noch einmal senden
waiting-mailbox = Entwicklung: Ihre E-Mail ist hier:
waiting-mailbox-link = Postfach öffnen
waiting-notice-resent = Die E-Mail ist noch einmal unterwegs. Auch der frühere Link gilt.
waiting-notice-too-soon = Die E-Mail wurde gerade erst gesendet. Noch einmal geht es in { $seconds ->
    [one] { $seconds } Sekunde
   *[other] { $seconds } Sekunden
}.
waiting-notice-too-late = Diese Anmeldung endet gleich. Beginnen Sie eine neue.
waiting-notice-not-yet = Noch nicht bestätigt. Öffnen Sie den Link in der E-Mail und drücken Sie „Bestätigen“.
waiting-approved-text = Noch ein Klick, und Sie sind hier angemeldet.
waiting-text-denied = Niemand wurde angemeldet. War das ein Versehen, fangen Sie noch einmal an.
waiting-text-expired = Link und Codes dieser Anmeldung gelten nicht mehr.
waiting-again = Neue E-Mail an { $email } senden
not-waiting-title = Dieser Browser wartet auf keine Anmeldung
not-waiting-text = Sie ist abgeschlossen oder wurde in einem anderen Browser begonnen.
no-cookies-title = Ihr Browser behält keine Cookies
no-cookies-waiting = Sie wollten sich eben anmelden, aber Ihr Browser hat das Cookie nicht behalten, mit dem er wartet. Die Mail, die unterwegs ist, kann Sie hier nicht anmelden.
no-cookies-session = Die Anmeldung wurde bestätigt, aber Ihr Browser hat das Cookie nicht behalten, mit dem er angemeldet ist. Hier ist niemand angemeldet.
no-cookies-account = Das Konto wurde angelegt, aber Ihr Browser hat das Cookie nicht behalten, mit dem er angemeldet ist. Hier ist niemand angemeldet. Wenn Sie eine E-Mail-Adresse angegeben haben, melden Sie sich später damit an. Ein Konto ohne Adresse ist nicht mehr zu erreichen: Registrieren Sie sich dann mit einem anderen Namen.
no-cookies-allow = Erlauben Sie Cookies für { $host } in den Einstellungen Ihres Browsers, und sehen Sie nach, ob eine Erweiterung sie blockiert. Beginnen Sie dann noch einmal.
no-cookies-domain = Andere Cookies dieser Seite kamen zurück, also liegt es wahrscheinlich nicht an Ihnen: Bitte sagen Sie dem Administrator, dass er sich die Einstellung cookie.domain ansehen soll.
approved-here = Dieser Browser hat die Anmeldung angefragt.

## Registrieren

register-title = Konto anlegen
register-lead = Wählen Sie einen Namen, und geben Sie eine Adresse an, mit der Sie sich auf weiteren Geräten anmelden.
register-username-hint = 1 bis 32 Buchstaben, Ziffern, Punkte, Binde- und Unterstriche.
register-email-label = E-Mail-Adresse (freiwillig)
register-email-hint = Ohne Adresse ist dieser Browser Ihr einziger Zugang: Ist er abgemeldet, kann Sie niemand mehr einlassen.
register-button = Konto anlegen
register-have-account = Schon ein Konto?

## Was an einem Formular falsch ist

problem-missing-email = Geben Sie eine E-Mail-Adresse ein.
problem-invalid-email = Das ist keine E-Mail-Adresse. Sie sieht aus wie name@example.org, ohne etwas drumherum.
problem-missing-username = Geben Sie einen Benutzernamen ein.
problem-invalid-username = Ein Benutzername hat 1 bis 32 Buchstaben, Ziffern, Punkte, Binde- und Unterstriche und beginnt und endet mit einem Buchstaben oder einer Ziffer.
problem-username-reserved = Dieser Name ist dem System vorbehalten. Wählen Sie einen anderen.
problem-username-taken = Diesen Namen hat schon jemand. Wählen Sie einen anderen.
problem-missing-code = Geben Sie den Code aus der E-Mail ein.
problem-malformed-code = Der Code hat acht Zeichen, wie K7QM-2XTD. Das zählte nicht als Versuch.
problem-match-code-typed = Das ist der Code auf dieser Seite. Geben Sie ihn auf dem Gerät ein, auf dem Sie den Link öffnen; hierher gehört der Code aus der E-Mail. Das zählte nicht als Versuch.
problem-match-code-missing = Geben Sie den Code ein, den das wartende Gerät anzeigt.
problem-match-code-malformed = Das ist kein Code vom wartenden Gerät: Er hat sechs Zeichen, Ziffern und die Buchstaben A bis F. Das zählte nicht als Versuch.
problem-match-code-wrong = Diesen Code zeigt das wartende Gerät nicht an. Nach dem dritten falschen endet diese Anmeldung.
problem-match-code-wrong-last = Diesen Code zeigt das wartende Gerät nicht an. Noch ein falscher Code beendet diese Anmeldung.
problem-wrong-code = Das ist nicht der Code aus der E-Mail; er hat acht Zeichen. Der auf dieser Seite gehört auf das andere Gerät. Nach dem dritten falschen endet diese Anmeldung.
problem-missing-name = Geben Sie dem Schlüssel einen Namen.
problem-invalid-name = Ein Name hat 1 bis 64 sichtbare Zeichen.
problem-invalid-session-name = Ein Name hat 1 bis 64 sichtbare Zeichen.
problem-invalid-description = Ein Zweck hat höchstens 200 sichtbare Zeichen.
problem-missing-scopes = Wählen Sie mindestens ein Recht.
problem-missing-life = Wählen Sie, wie lange der Schlüssel gelten soll.
problem-name-taken = Sie haben schon einen Schlüssel dieses Namens.
problem-too-many-keys = Sie haben so viele Schlüssel, wie es geben kann. Widerrufen Sie zuerst einen.
problem-missing-confirmation = Geben Sie zur Bestätigung Ihren Benutzernamen ein.
problem-wrong-confirmation = Das ist nicht Ihr Benutzername. Es wurde nichts gelöscht.

## Das Konto

account-title = Mein Konto
account-heading = Konto von { $username }
account-contents = Auf dieser Seite
account-sign-out-here = Hier abmelden
account-notice-session-ended = Das Gerät ist abgemeldet. Was es noch hat, gilt höchstens { $minutes ->
    [one] eine Minute
   *[other] { $minutes } Minuten
} lang.
account-notice-session-renamed = Der Name ist geändert.
account-notice-sessions-ended = Alle anderen Geräte sind abgemeldet.
account-notice-key-revoked = Der Schlüssel ist widerrufen und öffnet nichts mehr.
account-notice-username-changed = Der Benutzername ist geändert. 30 Tage lang können nur Sie den bisherigen wieder annehmen.
account-notice-email-asked = Eine E-Mail ist zur neuen Adresse unterwegs. Die Adresse ändert sich, sobald Sie sie dort bestätigen.
account-notice-email-removed = Die Adresse ist entfernt. Anmeldungen per E-Mail sind nun nicht möglich.
account-notice-email-cancelled = Die Änderung der Adresse ist abgebrochen.
account-notice-email-resent = Die E-Mail ist noch einmal unterwegs. Frühere Links dieser Art gelten nicht mehr.
account-notice-email-unchanged = Das ist bereits Ihre Adresse.
account-notice-login-approved = Das Gerät ist bestätigt. Es meldet sich von selbst an.
account-notice-login-denied = Die Anmeldung ist abgelehnt. Niemand wurde angemeldet.
account-notice-login-undone = Das Gerät ist wieder abgemeldet.
account-notice-login-failed = Das war der dritte falsche Code; die Anmeldung wurde beendet. War es Ihre, beginnen Sie sie neu.
account-notice-login-gone = Über diese Anmeldung wurde schon entschieden, oder sie ist abgelaufen.
account-notice-gone = Dieses Gerät oder dieser Schlüssel war schon entfernt.
account-notice-undecided = Es wurde nichts geändert.
logins-title = { $count ->
    [one] Ein Gerät wartet
   *[other] Geräte warten
}
logins-in-doubt = Lehnen Sie im Zweifel ab.
logins-asked = angefragt
logins-expires = endet
logins-more = Es warten mehr Anmeldungen, als hier Platz haben. Fehlt Ihre, beginnen Sie sie neu: Die neuesten werden angezeigt.
logins-let-in-title = Gerade bestätigt
logins-let-in-text = { $minutes ->
    [one] Noch eine Minute lang können Sie dieses Gerät mit allem, was es angelegt oder verlangt hat, wieder abmelden.
   *[other] Noch { $minutes } Minuten lang können Sie dieses Gerät mit allem, was es angelegt oder verlangt hat, wieder abmelden.
}
sessions-title = Wo Sie angemeldet sind
sessions-none = Sonst sind Sie nirgends angemeldet.
sessions-end-others = Alle anderen beenden
sessions-end-others-question = Jede Sitzung außer dieser endet sofort, auf allen Seiten dieser Liste.
sessions-end-others-button = Ja, alle anderen beenden
session-current = Dieses Gerät
session-details = Einzelheiten
session-device = Gerät
session-device-probably = vermutlich { $device }
session-created = Angemeldet am
session-signed-in = angemeldet
session-last-seen = Zuletzt aktiv am
session-last-active = aktiv
session-active-now = gerade aktiv
session-approved-from = Bestätigt von der Netzwerkadresse
session-registered = nicht nötig: Dieses Gerät hat das Konto angelegt
session-approved-unknown = eine Adresse, die nicht bekannt ist
session-let-in-by = Bestätigt durch
session-let-in-by-ended = ein Gerät, das nicht mehr angemeldet ist
session-expires = Endet ohne Nutzung am
session-name = Name dieses Geräts
session-name-hint = Leer lassen, um den eigenen Namen des Geräts zu verwenden.
session-rename = Umbenennen
session-end = Sitzung beenden
session-end-question = „{ $name }“ wird sofort abgemeldet.
session-end-button = „{ $name }“ beenden
kind-browser = Browser
group-browser = Browser
kind-desktop = Desktop-Programm
group-desktop = Desktop-Programme
kind-mobile = Mobile App
group-mobile = Mobile Apps
kind-command-line = Kommandozeile
group-command-line = Kommandozeile
kind-television = Fernseher oder Gerät
group-television = Fernseher und Geräte
kind-other = Anderes
group-other = Anderes
pager-next = Weitere
pager-first = Von vorn
keys-title = Zugriffsschlüssel
keys-lead = Für Skripte und Maschinen, die für Sie handeln.
keys-none = Sie haben keine Zugriffsschlüssel.
key-state-active = gültig
key-state-ending = endet bald
key-state-expired = abgelaufen
key-last-used = benutzt
key-last-used-at = Zuletzt benutzt am
key-never-used = nie benutzt
key-ends = endet
key-ended = abgelaufen
key-revoke = Widerrufen
key-revoke-question = Was „{ $name }“ benutzt, funktioniert sofort nicht mehr.
key-revoke-button = „{ $name }“ widerrufen
key-description = Zweck
key-scopes = Darf
key-created = Erstellt am
key-expires = Endet am
key-new-title = Neuer Zugriffsschlüssel
key-new-lead = Geben Sie ihm nur, was er braucht, und nur so lange wie nötig.
key-name = Name
key-name-hint = Was ihn benutzt, etwa „Backup-Skript“.
key-description-label = Zweck (freiwillig)
key-scopes-legend = Was darf er? Wählen Sie mindestens eines.
key-life-legend = Wie lange gilt er?
key-life = { $days ->
    [one] ein Tag
   *[other] { $days } Tage
}
key-new-told = Sie erfahren per E-Mail, dass er erstellt wurde, und noch einmal, bevor er endet.
key-new-button = Schlüssel erstellen
scope-account-read = Ihr Konto sehen: Name, Adresse
scope-account-write = Ihren Namen ändern und Ihr Konto löschen
scope-sessions-read = Sehen, wo Sie angemeldet sind
scope-sessions-write = Ihre Geräte abmelden
scope-keys-read = Ihre Zugriffsschlüssel sehen, ohne die Schlüssel selbst
scope-keys-write = Zugriffsschlüssel erstellen und widerrufen, die nicht mehr dürfen als dieser
scope-tokens-issue = Kurzlebige Token für andere Server holen
scope-extra = Für einen Server dahinter:
key-created-title = Der Schlüssel ist erstellt
key-created-once = Sie sehen ihn nur dieses eine Mal. Bringen Sie ihn jetzt dorthin, wo er gebraucht wird, oder in einen Passwort-Manager.
key-created-label = Zugriffsschlüssel „{ $name }“
key-created-copy = Kopieren
key-created-copied = Kopiert.
key-created-try = Ausprobieren
key-created-done = Ich habe ihn gesichert
address-title = Adresse und Name
address-verified = bestätigt
address-unverified = nicht bestätigt
address-missing = keine: auf anderen Geräten können Sie sich nicht anmelden
address-pending = Wird zu
address-pending-hint = sobald der Link in der E-Mail dorthin benutzt wird
address-resend = E-Mail noch einmal senden
address-cancel = Änderung abbrechen
address-new = Neue E-Mail-Adresse
address-new-hint = Sie gilt, sobald Sie sie bestätigen. Die alte Adresse wird benachrichtigt und kann es 72 Stunden lang rückgängig machen.
address-change = Ändern
address-remove = Adresse entfernen
address-remove-question = Ohne Adresse können Sie sich auf keinem anderen Gerät anmelden, und auch hier nicht wieder, wenn Sie abgemeldet sind.
address-remove-button = Ja, entfernen
username-change = Umbenennen
data-title = Meine Daten
data-text = Konto, Sitzungen, Schlüssel und letzte Aktivität als JSON, ohne jedes Geheimnis.
data-button = Meine Daten herunterladen
danger-title = Gefahrenbereich
danger-everywhere = Alles beenden
danger-everywhere-text = Beendet jede Sitzung, auch diese, und jede begonnene Anmeldung. Zugriffsschlüssel bleiben.
danger-everywhere-button = Alles beenden
danger-everywhere-question = Sie müssen sich auf jedem Gerät neu anmelden.
danger-everywhere-confirm = Ja, alles beenden
danger-delete = Konto löschen
danger-delete-text = Löscht das Konto mit allem, was dazugehört, sofort und endgültig.
danger-delete-button = Konto löschen …
delete-title = Konto löschen?
delete-lead = Das geschieht mit dem Konto „{ $username }“:
delete-sessions = Jedes Gerät wird sofort abgemeldet.
delete-keys = Jeder Zugriffsschlüssel wird ungültig.
delete-name = Den Benutzernamen kann 30 Tage lang niemand nehmen; danach ist er frei.
delete-mail = An { $email } geht eine letzte E-Mail, falls die Adresse bestätigt ist; danach wird die Adresse gelöscht.
delete-warning = Das lässt sich nicht rückgängig machen.
delete-label = Zur Bestätigung { $username } eingeben
delete-button = Konto endgültig löschen
deleted-title = Das Konto ist gelöscht
deleted-text = „{ $username }“ wurde gelöscht, mit Sitzungen, Zugriffsschlüsseln und Adresse.

## Weitere Ergebnisse und Fehler

label-decided = Entschieden am
label-decided-from = Von der Netzwerkadresse
label-expired = Abgelaufen am
outcome-account = Ansehen, wo ich angemeldet bin
outcome-new-mail = Neue Mail anfordern
error-home = Zur Startseite
error-text-not-found = Unter dieser Adresse ist nichts. Vielleicht wurde der Link abgeschnitten.
error-text-method-not-allowed = An dieser Adresse gibt es für sich allein nichts zu sehen. Gehen Sie zurück zur Seite, von der Sie kommen.
error-text-malformed-body = Die Anfrage war nicht lesbar. Gehen Sie zurück und versuchen Sie es noch einmal.
error-text-body-too-large = Was gesendet wurde, ist zu groß.
error-text-unsupported-media-type = Was gesendet wurde, hat die falsche Form.
error-text-request-timeout = Die Anfrage kam nicht rechtzeitig an. Versuchen Sie es noch einmal.
error-text-registration-closed = Neue Konten können hier zurzeit nicht angelegt werden.
error-text-authentication-required = Dafür müssen Sie angemeldet sein.
error-text-invalid-credentials = Ihre Anmeldung ist beendet. Melden Sie sich neu an.
error-text-ambiguous-credentials = Die Anfrage enthält zwei verschiedene Anmeldungen zugleich.
error-text-insufficient-scope = Das dürfen Sie mit dieser Anmeldung nicht.
error-text-cross-origin = Ihr Browser hat nicht gezeigt, dass dieses Formular von hier kam. Öffnen Sie die Seite neu und versuchen Sie es noch einmal; geändert wurde nichts. Geschieht es wieder, behält der Browser keine Cookies: Erlauben Sie sie für diese Seite, oder nehmen Sie einen anderen.
error-text-misdirected-request = Das wird nur auf dem Rechner beantwortet, auf dem der Server läuft, und nur unter dessen eigenem Namen oder Adresse, etwa localhost.
error-text-unavailable = Der Dienst ist kurz gestört. Bitte versuchen Sie es noch einmal; es ging nichts verloren.
error-text-internal = Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.
error-text-too-fast-minutes = Das war zu oft aus Ihrem Netz. Versuchen Sie es in { $minutes ->
    [one] { $minutes } Minute
   *[other] { $minutes } Minuten
} noch einmal.
error-text-untold = Nichts wurde geändert. Die Adresse Ihres Kontos erfährt von jeder Änderung, und dorthin gingen zu viele solche E-Mails. Versuchen Sie es in { $minutes ->
    [one] { $minutes } Minute
   *[other] { $minutes } Minuten
} noch einmal.
error-text-too-fast = Das war zu schnell. Versuchen Sie es in { $seconds ->
    [one] { $seconds } Sekunde
   *[other] { $seconds } Sekunden
} noch einmal.

## E-Mail zu einem gelöschten Konto

mail-username-changed-subject = Ihr Benutzername bei { $host } wurde geändert
mail-username-changed-heading = Ihr Benutzername wurde geändert
mail-username-changed-intro = Das Konto „{ $old }“ bei { $host } heißt seit dem { $time } „{ $username }“.
mail-username-changed-rest = 30 Tage lang kann niemand sonst den Namen „{ $old }“ annehmen. Bis dahin können Sie ihn Ihrem Konto zurückgeben.
mail-username-changed-advice = Wenn Sie ihn geändert haben, ist nichts zu tun. Wenn nicht, melden Sie sich mit dieser Adresse an, geben Sie Ihrem Konto den alten Namen zurück, beenden Sie die Sitzungen und widerrufen Sie die Zugriffsschlüssel, die Sie nicht kennen.
mail-account-deleted-subject = Ihr Konto bei { $host } wurde gelöscht
mail-account-deleted-heading = Ihr Konto wurde gelöscht
mail-account-deleted-intro = Das Konto „{ $username }“ bei { $host } wurde am { $time } gelöscht, mit seinen Sitzungen und Zugriffsschlüsseln. Diese Adresse wird mit dieser E-Mail vergessen.
mail-account-deleted-advice = Das waren nicht Sie? Dann konnte jemand anderes für Ihr Konto handeln. Es lässt sich nicht wiederherstellen; sagen Sie es dem Administrator.
mail-account-deleted-again = Ein neues Konto können Sie jederzeit anlegen:
mail-account-deleted-button = Konto anlegen

## Was zuletzt geschah

activity-title = Was zuletzt geschah
activity-lead = Was in den letzten { $days ->
    [one] Tag
   *[other] { $days } Tagen
} mit Ihrem Konto geschah. Kennen Sie etwas nicht, melden Sie das Gerät ab, das es getan hat.
activity-none = Noch nichts.
event-account-registered = Konto angelegt
event-account-deleted = Konto gelöscht
event-username-changed = Benutzername geändert
event-login-asked = Anmeldung angefragt von
event-login-mail-withheld = Anmelde-Mail zurückgehalten, weil es zu viele waren, angefragt von
event-login-approved = Anmeldung bestätigt für
event-login-denied = Anmeldung abgelehnt für
event-login-failed = Anmeldung nach drei falschen Codes beendet:
event-login-undone = Anmeldung zurückgenommen von
event-session-begun = Angemeldet:
event-session-ended = Abgemeldet:
event-session-expired = Von selbst abgemeldet, weil die Zeit um war:
event-sessions-ended = Geräte abgemeldet
event-access-key-created = Zugriffsschlüssel erstellt:
event-access-key-revoked = Zugriffsschlüssel widerrufen:
event-access-keys-revoked = Alle Zugriffsschlüssel widerrufen
event-email-change-asked = Änderung der Adresse angefragt
event-email-verified = Adresse bestätigt
event-email-changed = Adresse geändert
event-email-removed = Adresse entfernt
event-email-change-undone = Änderung der Adresse rückgängig gemacht, jedes Gerät abgemeldet

## Was ein Gerät angelegt hat, und was älter ist als der erste Nachweis einer Adresse

made-sessions = { $count ->
    [one] ein angemeldetes Gerät
   *[other] { $count } angemeldete Geräte
}
made-keys = { $count ->
    [one] ein Zugriffsschlüssel
   *[other] { $count } Zugriffsschlüssel
}
made-changes = eine Änderung der Adresse
made-approvals = { $count ->
    [one] eine bestätigte Anmeldung
   *[other] { $count } bestätigte Anmeldungen
}
older-title = Gehört das alles Ihnen?
older-lead = Bisher war keine Adresse dieses Kontos bestätigt. In ihm gibt es schon:
older-may-be = Für das Konto, das Sie wählen, wird Ihre Adresse vielleicht zum ersten Mal bestätigt. Es kann Geräte und Zugriffsschlüssel aus der Zeit davor haben.
older-hint = Beim Registrieren kann jeder eine fremde Adresse angeben. Was Sie nicht kennen, gehört vielleicht jemand anderem. Beenden Sie es, wenn Sie nicht sicher sind.
older-way-back = Bis { $until } kann eine frühere Adresse dieses Kontos es zurückholen, gleich, was Sie hier wählen.
older-end = Nicht von mir, oder ich bin nicht sicher: all das beenden
older-end-button = All das beenden
older-keep-button = Das gehört alles mir
undone-made = Dieses Gerät hat außerdem hinterlassen:
undone-gone = Auch das ist beendet.
undone-email-restored = Das Gerät hatte die Adresse des Kontos geändert. Es gilt wieder die alte.
undo-box = Ja, dieses Gerät abmelden
confirm-box = Ich habe diese Anmeldung angefragt
confirm-box-missing = Setzen Sie das Häkchen, um zu bestätigen.
email-verification-box = Das Konto „{ $username }“ gehört mir
email-verification-box-missing = Setzen Sie das Häkchen, um die Adresse zu bestätigen.
email-change-box = Das Konto „{ $username }“ gehört mir
email-change-box-missing = Setzen Sie das Häkchen, um die neue Adresse zu bestätigen.
email-undo-box = Ja, Änderung rückgängig machen und alle Geräte abmelden
email-undo-box-missing = Setzen Sie das Häkchen, um die Änderung rückgängig zu machen.
session-change-withdrawn = Die Änderung der Adresse wird zurückgezogen.
session-end-keys = { $count ->
    [one] Auch seinen Zugriffsschlüssel widerrufen
   *[other] Auch seine { $count } Zugriffsschlüssel widerrufen
}
session-end-let-in = { $count ->
    [one] Auch das Gerät abmelden, das es hereingelassen hat
   *[other] Auch die { $count } Geräte abmelden, die es hereingelassen hat
}
sessions-end-keys = { $count ->
    [one] Auch einen Zugriffsschlüssel widerrufen, den dieses Gerät nicht angelegt hat
   *[other] Auch { $count } Zugriffsschlüssel widerrufen, die dieses Gerät nicht angelegt hat
}
key-made = { $count ->
    [one] Auch der Schlüssel, der mit ihm angelegt wurde, wird widerrufen.
   *[other] Auch die { $count } Schlüssel, die mit ihm angelegt wurden, werden widerrufen.
}
key-keep-children = { $count ->
    [one] Den damit angelegten Schlüssel behalten
   *[other] Die damit angelegten Schlüssel behalten
}
account-notice-older-ended = All das ist beendet.
account-notice-older-kept = Alles bleibt, wie es ist.
account-aside-email-restored = { undone-email-restored }
account-aside-keys-revoked = Die dort angelegten Zugriffsschlüssel sind widerrufen.
account-aside-keys-left = Die dort angelegten Zugriffsschlüssel gelten weiter: siehe unten.
account-aside-change-withdrawn = Die dort angefragte Änderung der Adresse ist zurückgezogen.
account-aside-let-in-ended = Auch die Geräte, die es hereingelassen hat, sind abgemeldet.
event-email-change-withdrawn = Änderung der Adresse zurückgezogen
