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
} { $year }, { $time } UTC
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
mail-button-hint = Die Schaltfläche funktioniert nicht? Kopieren Sie diesen Link in Ihren Browser:
mail-link-expires = Der Link ist gültig bis { $time }.
mail-asked-heading = Wer angefragt hat

mail-login-subject = { $code } ist Ihr Anmeldecode
mail-login-subject-shared = Eine Anmeldung bei { $host } prüfen
mail-login-preheader = Angefragt von einem Gerät, das sich { $platform } nennt, { $time }.
mail-login-heading = Melden Sie sich gerade an?
mail-login-intro = Ein Gerät möchte sich bei { $host } als „{ $username }“ anmelden.
mail-login-intro-shared = Ein Gerät möchte sich bei { $host } mit dieser Adresse anmelden. Mehrere Konten verwenden sie; auf der Seite hinter dem Link können Sie das Konto wählen.
mail-login-review-line = Um die Anmeldung zu prüfen und zu bestätigen oder abzulehnen, öffnen Sie diesen Link:
mail-login-button = Anmeldung prüfen
mail-login-code-line = Oder geben Sie diesen Code auf dem wartenden Gerät ein:
mail-login-expires = Link und Code sind gültig bis { $time } ({ $minutes ->
    [one] { $minutes } Minute
   *[other] { $minutes } Minuten
} ab der Anfrage).
mail-login-not-you = Das waren nicht Sie? Dann müssen Sie nichts tun: Ohne diese E-Mail kommt niemand hinein. Geben Sie Code und Link niemals weiter. Niemand vom Support wird Sie danach fragen.

mail-email-button = Adresse prüfen
mail-verification-subject = Bestätigen Sie Ihre Adresse für { $host }
mail-verification-heading = Bestätigen Sie Ihre Adresse
mail-verification-intro = Auf { $host } wurde das Konto „{ $username }“ mit der Adresse { $email } angelegt.
mail-verification-line = Um zu bestätigen, dass diese Adresse Ihnen gehört, öffnen Sie diesen Link:
mail-verification-not-you = Das waren nicht Sie? Dann müssen Sie nichts tun: Die Adresse bleibt unbestätigt.

mail-email-change-verification-subject = Bestätigen Sie Ihre neue Adresse für { $host }
mail-email-change-verification-heading = Bestätigen Sie Ihre neue Adresse
mail-email-change-verification-intro = Das Konto „{ $username }“ auf { $host } soll künftig die Adresse { $email } verwenden.
mail-email-change-verification-line = Um die neue Adresse zu bestätigen, öffnen Sie diesen Link:
mail-email-change-verification-not-you = Das waren nicht Sie? Dann müssen Sie nichts tun: Ohne den Link ändert sich die Adresse nicht.

mail-undo-preheader = Das waren nicht Sie? Der Link in dieser E-Mail macht es rückgängig und meldet alle Geräte ab.
mail-undo-nothing-to-do = Wenn Sie das waren, müssen Sie nichts tun.
mail-undo-line = Das waren nicht Sie? Dieser Link macht die Änderung rückgängig und meldet alle Geräte ab:
mail-undo-explanation = Das waren nicht Sie? Machen Sie die Änderung rückgängig: Die alte Adresse gilt wieder, und alle Geräte werden abgemeldet.
mail-undo-button = Änderung rückgängig machen
mail-email-change-requested-subject = Ihre Adresse auf { $host } soll geändert werden
mail-email-change-requested-heading = Ihre Adresse soll geändert werden
mail-email-change-requested-intro = Für das Konto „{ $username }“ auf { $host } wurde am { $time } angefragt, diese Adresse durch { $email } zu ersetzen. Die Änderung gilt, sobald die neue Adresse bestätigt ist.
mail-email-change-requested-intro-removal = Für das Konto „{ $username }“ auf { $host } wurde am { $time } angefragt, diese Adresse zu entfernen.
mail-email-changed-subject = Ihre Adresse auf { $host } wurde geändert
mail-email-changed-heading = Ihre Adresse wurde geändert
mail-email-changed-intro = Das Konto „{ $username }“ auf { $host } verwendet seit dem { $time } statt dieser Adresse die Adresse { $email }.
mail-email-changed-intro-removal = Das Konto „{ $username }“ auf { $host } hat seit dem { $time } keine Adresse mehr; bis dahin war es diese.

## Die Seite hinter dem Link einer Anmeldung

confirm-title = Diese Anmeldung bestätigen?
confirm-title-error = Fehler: Diese Anmeldung bestätigen?
confirm-lead = Ein Gerät möchte sich bei { $host } anmelden. Seine Angaben über sich selbst wurden nicht geprüft.
confirm-warning = Bestätigen Sie nur, wenn Sie diese Anmeldung selbst begonnen haben, auf einem Gerät vor Ihnen. Niemand vom Support wird Sie jemals darum bitten.
confirm-in-doubt = Lehnen Sie im Zweifel ab, oder schließen Sie einfach diese Seite: Dann passiert nichts.
confirm-approve = Bestätigen
confirm-deny = Das war ich nicht
confirm-account-legend = Welches Konto?
confirm-account-error = Wählen Sie das Konto für die Anmeldung.
confirm-end-others = { $count ->
    [one] Auch das eine andere Gerät dieses Kontos abmelden
   *[other] Auch die { $count } anderen Geräte dieses Kontos abmelden
}
confirm-end-others-hint = Damit ist Ihre Adresse zum ersten Mal nachgewiesen. Geräte, die schon vorher angemeldet waren, sind vielleicht nicht Ihre.
match-label = Code auf dem wartenden Gerät
match-hint = Sechs Zeichen, die das Gerät anzeigt, das sich anmelden möchte. Groß- und Kleinschreibung spielt keine Rolle.
match-error-missing = Geben Sie den Code ein, den das wartende Gerät anzeigt.
match-error-malformed = Der Code hat sechs Zeichen: Ziffern und die Buchstaben A bis F.
match-error-wrong = Diesen Code zeigt das wartende Gerät nicht an.
match-tries-left = { $count ->
    [one] Sie haben noch einen Versuch.
   *[other] Sie haben noch { $count } Versuche.
}
error-summary = Bitte prüfen
confirm-deny-title = Diese Anmeldung ablehnen?
confirm-deny-text = Das Gerät, das sich { $platform } nennt, erfährt, dass es abgelehnt wurde. Das lässt sich nicht zurücknehmen, aber eine neue Anmeldung ist jederzeit möglich.
confirm-deny-box = Ja, diese Anmeldung ablehnen
confirm-deny-button = Ablehnen
confirm-deny-back = Zurück

approved-title = Anmeldung bestätigt
approved-text = Das Gerät, das sich { $platform } nennt, ist als „{ $username }“ angemeldet.
approved-close = Sie können diese Seite schließen; das andere Gerät ist angemeldet. Dieser Browser selbst wurde nicht angemeldet.
undo-heading = War das ein Versehen?
undo-text = Bis { $time } können Sie das Gerät von hier aus wieder abmelden.
undo-button = Gerät wieder abmelden

## Ergebnisse

outcome-denied-title = Anmeldung abgelehnt
outcome-denied-text = { $device } kommt nicht hinein.
outcome-denied-next = Jemand kennt Ihren Benutzernamen oder Ihre Adresse. Das allein verschafft niemandem Zugang. In Ihrem Konto sehen Sie, wo Sie angemeldet sind.
outcome-undone-title = Gerät abgemeldet
outcome-undone-text = { $device } ist wieder abgemeldet.
outcome-undone-next = In Ihrem Konto sehen Sie, wo Sie sonst noch angemeldet sind.
outcome-already-approved-title = Bereits bestätigt
outcome-already-approved-text = Diese Anmeldung wurde schon bestätigt. Ein Link entscheidet nur einmal.
outcome-already-approved-next = Das waren nicht Sie? Sehen Sie nach, wo Ihr Konto angemeldet ist, und beenden Sie, was Sie nicht kennen.
outcome-already-denied-title = Bereits abgelehnt
outcome-already-denied-text = Diese Anmeldung wurde schon abgelehnt. Ein Link entscheidet nur einmal.
outcome-already-denied-next = Um sich anzumelden, beginnen Sie auf Ihrem Gerät von vorn; Sie erhalten eine neue E-Mail.
outcome-expired-title = Dieser Link ist abgelaufen
outcome-expired-text = Zu Ihrer Sicherheit gelten Anmeldelinks nur einige Minuten. Es wurde nichts geändert.
outcome-expired-next = Beginnen Sie auf Ihrem Gerät von vorn; Sie erhalten eine neue E-Mail.
outcome-too-many-codes-title = Zu viele falsche Codes
outcome-too-many-codes-text = Die Anmeldung wurde nach drei falschen Codes beendet. Niemand kam hinein.
outcome-too-many-codes-next = Wenn Sie das waren, beginnen Sie auf Ihrem Gerät von vorn; Sie erhalten eine neue E-Mail und einen neuen Code.
outcome-unknown-link-title = Dieser Link funktioniert nicht
outcome-unknown-link-text = Vielleicht hat Ihr E-Mail-Programm ihn abgeschnitten. Kopieren Sie den ganzen Link aus der E-Mail in die Adresszeile, oder geben Sie den Code aus der E-Mail auf dem wartenden Gerät ein.
outcome-unknown-link-next = Wenn das nicht hilft, beginnen Sie von vorn; Sie erhalten eine neue E-Mail.
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
error-title-403 = Nicht erlaubt
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
mailbox-lead = Es ist kein Mailserver eingestellt: E-Mails landen hier, statt versendet zu werden. Die neueste steht oben.
mailbox-json = Dasselbe als JSON:
mailbox-empty-it = So wird das Postfach geleert:
mailbox-empty = Noch keine E-Mail. Registrieren Sie sich oder melden Sie sich an, und kommen Sie zurück.
mailbox-count = { $count ->
    [one] Eine E-Mail.
   *[other] { $count } E-Mails.
}
mailbox-reload = Noch einmal nachsehen
mailbox-to = an { $to }
mailbox-html = HTML-Quelltext

## Die Referenz der Schnittstelle

docs-version = Version { $version }
docs-openapi = OpenAPI-Dokument
docs-contents = Inhalt
docs-parameters = Parameter
docs-required = erforderlich
docs-request = Anfrage
docs-responses = Antworten

mail-access-key-created-subject = Ein neuer Zugangsschlüssel bei { $host }
mail-access-key-created-heading = Der Zugangsschlüssel „{ $name }“ wurde erstellt
mail-access-key-created-intro = Für das Konto „{ $username }“ bei { $host } wurde am { $time } der Zugangsschlüssel „{ $name }“ erstellt. Er beginnt mit { $prefix }.
mail-access-key-created-advice = Wenn Sie ihn erstellt haben, ist nichts zu tun. Wenn nicht, melden Sie sich an, widerrufen Sie ihn und beenden Sie die Sitzungen, die Sie nicht kennen.
mail-access-key-expiring-subject = Ein Zugangsschlüssel bei { $host } läuft bald ab
mail-access-key-expiring-heading = Der Zugangsschlüssel „{ $name }“ läuft bald ab
mail-access-key-expiring-intro = Für das Konto „{ $username }“ bei { $host } läuft der Zugangsschlüssel „{ $name }“, der mit { $prefix } beginnt, am { $time } ab. Was ihn verwendet, funktioniert dann nicht mehr.
mail-access-key-expiring-advice = Wenn er noch gebraucht wird, erstellen Sie einen neuen und setzen Sie ihn an seine Stelle.
mail-access-key-scopes = Er darf Folgendes: { $scopes }.
mail-access-key-expires = Er läuft am { $time } ab.
mail-access-key-button = Mein Konto ansehen
