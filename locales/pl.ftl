## Everywhere

date-time = { $day } { $month ->
    [1] stycznia
    [2] lutego
    [3] marca
    [4] kwietnia
    [5] maja
    [6] czerwca
    [7] lipca
    [8] sierpnia
    [9] września
    [10] października
    [11] listopada
   *[12] grudnia
} { $year }, { $time } { $zone }
quoted = „{ $text }”
detail-line = { $label }: { $value }
skip-to-content = Przejdź do treści
account-named = konta „{ $username }”
your-account = Twojego konta
device-named = Urządzenie przedstawiające się jako { $platform }
device-unnamed = Drugie urządzenie
the-address = podany adres

label-account = Konto
label-platform = Przedstawia się jako
label-user-agent = Przeglądarka lub program
label-ip = Adres IP
label-requested = Rozpoczęto
label-expires = Link wygasa
label-address = Adres do potwierdzenia
label-address-old = Dotychczasowy adres
label-address-kept = Przywracany adres
label-address-dropped = Wycofywany adres
address-none = brak (adres miał zostać usunięty)

## Mails

mail-footer = Wiadomość wysłana przez { $host }, ponieważ ktoś podał tam ten adres. Nie zawiera elementów śledzących ani reklam.
mail-footer-owner = Wiadomość wysłana przez { $host }, ponieważ ten adres należy lub należał do konta „{ $username }”. Nie zawiera elementów śledzących ani reklam.
mail-button-hint = Przycisk nie działa? Otwórz [ten link] albo skopiuj jego adres i wklej go w przeglądarce:
mail-link-expires = Link jest ważny do { $time }.
mail-asked-heading = Skąd pochodzi ta próba logowania

mail-login-subject = { $code } – Twój kod logowania do { $brand }
mail-login-subject-shared = Sprawdź logowanie w serwisie { $host }
mail-login-heading = Czy właśnie się logujesz?
mail-login-intro = Jakieś urządzenie próbuje zalogować się w serwisie { $host } jako „{ $username }”.
mail-login-intro-shared = Jakieś urządzenie próbuje zalogować się w serwisie { $host } z użyciem tego adresu. Korzysta z niego kilka kont; właściwe można wybrać na stronie, do której prowadzi link.
mail-login-review-line = Aby sprawdzić logowanie oraz je zatwierdzić lub odrzucić, otwórz ten link:
mail-login-review-or-line = Możesz też otworzyć ten link, aby sprawdzić logowanie oraz je zatwierdzić lub odrzucić:
mail-login-button = Sprawdź logowanie
mail-login-review-html = Sprawdź logowanie, a następnie je zatwierdź lub odrzuć:
mail-login-review-or-html = Możesz też sprawdzić logowanie, a następnie je zatwierdzić lub odrzucić:
mail-login-code-line = Wpisz ten kod na oczekującym urządzeniu:
mail-login-expires = Link i kod są ważne do { $time } ({ $minutes ->
    [one] { $minutes } minutę
    [few] { $minutes } minuty
    [many] { $minutes } minut
   *[other] { $minutes } minuty
} od rozpoczęcia logowania).
mail-login-held-back-strangers = Ta wiadomość o logowaniach z urządzeń i sieci, których Twoje konto nie zna, jest dziś ostatnia: kolejne będą wstrzymywane nawet przez 24 godziny. Aby zalogować się w tym czasie, użyj urządzenia lub sieci znanych z wcześniejszych logowań albo zatwierdź logowanie na urządzeniu, które jest już zalogowane.
mail-login-held-back-all = Ta wiadomość o logowaniu jest dziś ostatnia: kolejne będą wstrzymywane nawet przez 24 godziny. Aby zalogować się w tym czasie, zatwierdź logowanie na urządzeniu, które jest już zalogowane.
mail-login-not-you = Nie próbujesz się zalogować? Nie musisz nic robić: bez Twojej zgody nikt się nie zaloguje. Aby odrzucić logowanie, otwórz link i wybierz „To nie ja”. Nigdy nie przekazuj nikomu kodu ani linku. Nikt z pomocy technicznej nigdy o nie nie poprosi.

mail-email-button = Sprawdź adres
mail-verification-subject = Potwierdź swój adres e-mail w serwisie { $host }
mail-verification-heading = Potwierdź swój adres e-mail
mail-verification-intro = W serwisie { $host } utworzono konto „{ $username }” z adresem { $email }.
mail-verification-line = Aby potwierdzić, że ten adres należy do Ciebie, otwórz ten link:
mail-verification-not-you = Nie znasz tego konta? Nie musisz nic robić: adres pozostanie niepotwierdzony.

mail-email-change-verification-subject = Potwierdź swój nowy adres e-mail w serwisie { $host }
mail-email-change-verification-heading = Potwierdź swój nowy adres e-mail
mail-email-change-verification-intro = Konto „{ $username }” w serwisie { $host } ma odtąd używać adresu { $email }.
mail-email-change-verification-line = Aby potwierdzić nowy adres, otwórz ten link:
mail-email-change-verification-not-you = Nie znasz tego konta? Nie musisz nic robić: bez użycia linku adres się nie zmieni.

mail-undo-nothing-to-do = Jeśli zmiana pochodzi od Ciebie, nie musisz nic robić.
mail-undo-line = Zmiana nie pochodzi od Ciebie? Ten link ją cofnie i wyloguje wszystkie urządzenia:
mail-undo-explanation = Zmiana nie pochodzi od Ciebie? Cofnij ją: poprzedni adres zostanie przywrócony, a wszystkie urządzenia wylogowane.
mail-change-stop-line = Zmiana nie pochodzi od Ciebie? Ten link ją zatrzyma; adres pozostanie bez zmian, a wszystkie urządzenia zostaną wylogowane:
mail-change-stop-button = Zatrzymaj zmianę
mail-undo-button = Cofnij zmianę
mail-email-change-requested-subject = Twój adres e-mail w serwisie { $host } ma zostać zmieniony
mail-email-change-requested-heading = Twój adres e-mail ma zostać zmieniony
mail-email-change-requested-intro = Na koncie „{ $username }” w serwisie { $host } zlecono zmianę tego adresu na { $email } ({ $time }). Zmiana zacznie obowiązywać po potwierdzeniu nowego adresu.
mail-email-change-requested-intro-removal = Na koncie „{ $username }” w serwisie { $host } zlecono usunięcie tego adresu ({ $time }).
mail-email-changed-subject = Twój adres e-mail w serwisie { $host } został zmieniony
mail-email-changed-heading = Twój adres e-mail został zmieniony
mail-email-changed-intro = Na koncie „{ $username }” w serwisie { $host } zmieniono ten adres na { $email } ({ $time }).
mail-email-changed-intro-removal = Z konta „{ $username }” w serwisie { $host } usunięto ten adres ({ $time }). Konto nie ma teraz żadnego adresu.

## The page behind the link of a sign-in

confirm-title = Zatwierdzić to logowanie?
confirm-title-error = Błąd: zatwierdzić to logowanie?
confirm-as = chce się zalogować jako
confirm-lead = Jakieś urządzenie próbuje zalogować się w serwisie { $host }. Informacje, które o sobie podaje, nie zostały sprawdzone.
confirm-warning = Zatwierdź tylko wtedy, gdy to Twoje własne logowanie, rozpoczęte na urządzeniu, które masz przed sobą. Nikt z pomocy technicznej nigdy o to nie poprosi.
confirm-in-doubt = W razie wątpliwości odrzuć. Możesz też po prostu zamknąć tę stronę: bez Twojej zgody nikt się nie zaloguje.
confirm-approve = Zatwierdź
confirm-deny = To nie ja
confirm-account-legend = Które konto?
confirm-account-verified = (potwierdzone)
confirm-account-error = Wybierz konto, na które chcesz się zalogować.
match-label = Kod z oczekującego urządzenia
match-hint = Sześć znaków widocznych na ekranie oczekującego urządzenia. To nie jest kod z wiadomości.
match-error-missing = Wpisz kod widoczny na oczekującym urządzeniu.
match-error-malformed = To nie jest kod z oczekującego urządzenia: ma on sześć znaków – cyfry i litery od A do F. Kod z wiadomości ma osiem znaków i nie należy go tu wpisywać.
match-error-wrong = To nie jest kod widoczny na oczekującym urządzeniu.
match-tries-left = { $count ->
    [one] Została jeszcze jedna próba.
    [few] Zostały jeszcze { $count } próby.
    [many] Zostało jeszcze { $count } prób.
   *[other] Zostało jeszcze { $count } próby.
}
error-summary = Sprawdź wprowadzone dane
confirm-deny-title = Odrzucić to logowanie?
confirm-deny-text = Urządzenie przedstawiające się jako { $platform } dowie się o odmowie. Jeśli to jednak Ty, zaloguj się na nim ponownie: można to zrobić w każdej chwili.
confirm-deny-box = Tak, odrzuć to logowanie
confirm-deny-missing = Zaznacz pole, aby odrzucić.
confirm-deny-button = Odrzuć
confirm-deny-back = Wróć

approved-title = Logowanie zatwierdzone
approved-look-other = Wróć do drugiego urządzenia, aby kontynuować.
approved-look-television = Wróć do telewizora, aby kontynuować.
approved-text = Urządzenie przedstawiające się jako { $platform } może się zalogować jako „{ $username }”.
approved-later = Aby później zakończyć tę sesję, zaloguj się tutaj i zajrzyj do sekcji „Aktywne sesje”.
approved-close = Możesz zamknąć tę stronę: sama ta przeglądarka nie została zalogowana.
undo-heading = To nie Ty albo to pomyłka?
undo-text = Jeszcze przez { $minutes ->
    [one] minutę
    [few] { $minutes } minuty
    [many] { $minutes } minut
   *[other] { $minutes } minuty
} (do { $time }) możesz stąd wylogować to urządzenie.
undo-button = Wyloguj to urządzenie

## Outcomes

outcome-denied-title = Logowanie odrzucone
outcome-denied-text = { $device } nie uzyskało dostępu. Na Twoim koncie nic się nie zmieniło.
outcome-denied-next = Nie trzeba robić nic więcej. To pomyłka? Zacznij od nowa na tamtym urządzeniu.
outcome-undone-title = Urządzenie wylogowane
outcome-undone-text = { $device } zostało wylogowane.
outcome-undone-next = Na swoim koncie możesz sprawdzić, jakie inne sesje są aktywne.
outcome-already-approved-title = Już zatwierdzone
outcome-already-approved-text = To logowanie zostało już wcześniej zatwierdzone. Link pozwala zdecydować tylko raz.
outcome-already-approved-next = To nie Ty? Sprawdź aktywne sesje na swoim koncie i zakończ te, których nie rozpoznajesz.
outcome-already-undone-title = Logowanie cofnięte
outcome-already-undone-text = To logowanie zostało zatwierdzone, a potem cofnięte. Link pozwala zdecydować tylko raz.
outcome-already-undone-next = { outcome-already-denied-next }
outcome-already-denied-title = Już odrzucone
outcome-already-denied-text = To logowanie jest nieaktualne: zostało odrzucone albo przerwane przez błędne kody lub wylogowanie ze wszystkich urządzeń. Link pozwala zdecydować tylko raz.
outcome-already-denied-next = Aby się zalogować, zacznij od nowa na urządzeniu, które oczekiwało; otrzymasz nową wiadomość.
outcome-expired-title = Ten link wygasł
outcome-expired-text = Dla Twojego bezpieczeństwa linki do logowania są ważne tylko kilka minut. Nic nie zostało zmienione.
outcome-expired-next = Zacznij od nowa na urządzeniu, które oczekiwało; otrzymasz nową wiadomość.
outcome-too-many-codes-title = Zbyt wiele błędnych kodów
outcome-too-many-codes-text = Logowanie przerwano po trzech błędnych kodach. Nikt się nie zalogował.
outcome-too-many-codes-next = Jeśli to Twoje logowanie, zacznij od nowa na urządzeniu, które oczekiwało; otrzymasz nową wiadomość i nowy kod.
outcome-unknown-link-title = Ten link nie działa
outcome-unknown-link-text = Być może program pocztowy go uciął. Wróć do wiadomości i wpisz jej kod na oczekującym urządzeniu albo skopiuj cały link do paska adresu.
outcome-unknown-link-next = Jeśli to nie pomoże, poproś o nową wiadomość na oczekującym urządzeniu.
outcome-email-confirmed-title = Adres potwierdzony
outcome-email-confirmed-text = Od teraz { $email } jest adresem { $username }.
outcome-email-confirmed-next = Możesz zamknąć tę stronę.
outcome-email-undone-title = Zmiana cofnięta
outcome-email-undone-text = Przywrócono poprzedni adres { $username } i wylogowano wszystkie urządzenia.
outcome-email-undone-next = Zaloguj się ponownie, używając poprzedniego adresu.
outcome-email-link-used-title = To już zrobione
outcome-email-link-used-text = Ten link został już wcześniej użyty i zadziałał.
outcome-email-link-used-next = Na swoim koncie możesz sprawdzić, który adres obowiązuje.
outcome-email-link-expired-title = Ten link wygasł
outcome-email-link-expired-text = Linki w wiadomościach są ważne przez ograniczony czas. Nic nie zostało zmienione.
outcome-email-link-expired-next = Na swoim koncie możesz poprosić o nową wiadomość.
outcome-email-link-confirmed-title = Już potwierdzony
outcome-email-link-confirmed-text = { $email } to potwierdzony adres: { $username }. Potwierdzono go przed otwarciem tego linku.
outcome-email-link-confirmed-next = Nie trzeba robić nic więcej.
outcome-email-link-replaced-title = Ten link został zastąpiony
outcome-email-link-replaced-text = Po wysłaniu tej wiadomości adres { $username } ustawiono na nowo. Ten link niczego nie zmienił.
outcome-email-link-replaced-next = Użyj najnowszej wiadomości albo sprawdź adres na swoim koncie.

## The page behind a link about an address

email-verification-title = Potwierdź swój adres e-mail
email-verification-text = Czy to Twoje konto i Twój adres?
email-verification-button = Potwierdź adres
email-verification-otherwise = To nie Ty? Po prostu zamknij tę stronę: nic się wtedy nie stanie.
email-change-title = Potwierdź swój nowy adres e-mail
email-change-text = Gdy potwierdzisz nowy adres, będą na niego wysyłane wszystkie wiadomości dotyczące tego konta, w tym te potrzebne do każdego logowania.
email-change-button = Potwierdź nowy adres
email-change-otherwise = To nie Ty? Po prostu zamknij tę stronę: adres pozostanie bez zmian.
email-undo-title = Cofnąć zmianę adresu e-mail?
email-undo-text = Poprzedni adres zostanie od razu przywrócony.
email-undo-warning = Wszystkie urządzenia tego konta zostaną wylogowane, również to. Potem zaloguj się ponownie, używając poprzedniego adresu.
email-undo-button = Cofnij i wyloguj wszędzie
email-undo-otherwise = To Twoja zmiana? Po prostu zamknij tę stronę: nic się wtedy nie stanie.

## Errors

error-status = Błąd { $status }
error-request-id = Dla administracji serwisu:
error-title-400 = Nieprawidłowe żądanie
error-title-401 = Zaloguj się
error-title-403 = Tego nie można tu zrobić
error-title-404 = Nic tu nie ma
error-title-405 = To tutaj nie działa
error-title-409 = To już zajęte
error-title-413 = Za dużo danych
error-title-415 = Nieobsługiwany rodzaj treści
error-title-422 = Sprawdź wprowadzone dane
error-title-429 = Zbyt wiele prób
error-title-500 = Coś poszło nie tak
error-title-503 = Chwilowa przerwa w działaniu
error-title-other = To się nie udało

## The development mailbox

mailbox-title = Skrzynka deweloperska
mailbox-lead = Nie skonfigurowano serwera poczty: wiadomości trafiają tutaj, zamiast być wysyłane. Tę stronę można otworzyć tylko na tym komputerze. Najnowsza jest na górze.
mailbox-json = To samo jako JSON:
mailbox-empty-it = Aby opróżnić skrzynkę:
mailbox-empty = Nie ma jeszcze wiadomości. Załóż konto lub zaloguj się, a potem wróć tutaj.
mailbox-count = { $count ->
    [one] Jedna wiadomość.
    [few] { $count } wiadomości.
    [many] { $count } wiadomości.
   *[other] { $count } wiadomości.
}
mailbox-empty-button = Opróżnij skrzynkę
mailbox-from = Od
mailbox-recipient = Do
mailbox-date = Data
mailbox-links = Linki
mailbox-preview = Jako HTML
mailbox-wide = Szeroki
mailbox-phone = Telefon
mailbox-width = Szerokość
mailbox-text = Jako tekst
mailbox-headers = Nagłówki
mailbox-source = Źródło
mailbox-back = Wszystkie wiadomości
mailbox-alone = Sam HTML
mailbox-to = do { $to }
mailbox-open = Otwórz
mailbox-filter = Tylko wiadomości do
mailbox-filter-button = Pokaż

## The reference of the API

docs-version = Wersja { $version }
docs-openapi = Dokument OpenAPI
docs-contents = Spis treści
docs-parameters = Parametry
docs-required = wymagany
docs-request = Treść żądania
docs-everywhere = Oprócz kodów podanych przy poszczególnych ścieżkach te, które przyjmują treść żądania, mogą zwrócić 408 i 415, a każda może zwrócić 413, 429, 500 i 503.
docs-responses = Odpowiedzi

mail-access-key-created-subject = Nowy klucz API w serwisie { $host }
mail-access-key-created-heading = Utworzono klucz API „{ $name }”
mail-access-key-created-intro = Na koncie „{ $username }” w serwisie { $host } utworzono klucz API „{ $name }” ({ $time }). Zaczyna się on od { $prefix }.
mail-access-key-created-advice = Jeśli znasz ten klucz, nie musisz nic robić. Jeśli nie, zaloguj się, unieważnij go i zakończ sesje, których nie rozpoznajesz.
mail-access-key-expiring-subject = Klucz API w serwisie { $host } wkrótce wygaśnie
mail-access-key-expiring-heading = Klucz API „{ $name }” wkrótce wygaśnie
mail-access-key-expiring-intro = Klucz API „{ $name }” na koncie „{ $username }” w serwisie { $host }, zaczynający się od { $prefix }, wygasa { $time }. Wszystko, co z niego korzysta, przestanie wtedy działać.
mail-access-key-expiring-advice = Jeśli jest nadal potrzebny, utwórz nowy i użyj go w jego miejsce.
mail-access-key-scopes = Uprawnienia: { $scopes }.
mail-access-key-expires = Wygasa { $time }.
mail-access-key-line = Aby zobaczyć swoje konto, otwórz ten link:
mail-access-key-button = Zobacz moje konto

## Times

relative-now = przed chwilą
relative-minutes-ago = { $count ->
    [one] minutę temu
    [few] { $count } minuty temu
    [many] { $count } minut temu
   *[other] { $count } minuty temu
}
relative-hours-ago = { $count ->
    [one] godzinę temu
    [few] { $count } godziny temu
    [many] { $count } godzin temu
   *[other] { $count } godziny temu
}
relative-days-ago = { $count ->
    [one] 1 dzień temu
    [few] { $count } dni temu
    [many] { $count } dni temu
   *[other] { $count } dnia temu
}
relative-months-ago = { $count ->
    [one] miesiąc temu
    [few] { $count } miesiące temu
    [many] { $count } miesięcy temu
   *[other] { $count } miesiąca temu
}
relative-years-ago = { $count ->
    [one] rok temu
    [few] { $count } lata temu
    [many] { $count } lat temu
   *[other] { $count } roku temu
}
relative-soon = za niecałą minutę
relative-minutes-ahead = { $count ->
    [one] za minutę
    [few] za { $count } minuty
    [many] za { $count } minut
   *[other] za { $count } minuty
}
relative-hours-ahead = { $count ->
    [one] za godzinę
    [few] za { $count } godziny
    [many] za { $count } godzin
   *[other] za { $count } godziny
}
relative-days-ahead = { $count ->
    [one] za 1 dzień
    [few] za { $count } dni
    [many] za { $count } dni
   *[other] za { $count } dnia
}
relative-months-ahead = { $count ->
    [one] za miesiąc
    [few] za { $count } miesiące
    [many] za { $count } miesięcy
   *[other] za { $count } miesiąca
}
relative-years-ahead = { $count ->
    [one] za rok
    [few] za { $count } lata
    [many] za { $count } lat
   *[other] za { $count } roku
}

## Signing in

footer-language = Język
back = Wróć
title-error = Błąd:
label-email = Adres e-mail
label-username = Nazwa użytkownika
device-on = { $program } ({ $system })
sign-in-title = Zaloguj się
sign-in-heading = Zaloguj się do { $name }
sign-in-lead = Bez hasła: wyślemy Ci wiadomość z linkiem i kodem.
sign-in-return = Następnie przejdziesz do { $host }.
sign-in-several = Kilka kont z tym adresem?
sign-in-username-hint = Jeśli podasz nazwę użytkownika, wiadomość będzie dotyczyć tego konta i będzie zawierać kod do wpisania. Jeśli nie, wybierzesz konto po otwarciu linku.
sign-in-button = Dalej
sign-in-no-account = Nie masz jeszcze konta?
sign-in-already = Zalogowano jako { $username }
sign-in-go-on = Kontynuuj
sign-in-reason-ended = Sesja została zakończona, być może z innego urządzenia. Zaloguj się ponownie, aby kontynuować.
sign-in-reason-signed-out = Wylogowano.
sign-in-insecure = Ta strona działa przez nieszyfrowane http, dlatego przeglądarka nie może utrzymać sesji. Powiadom administrację serwisu, że potrzebne jest https. Nie dotyczy to aplikacji, które wysyłają token z każdym żądaniem.

## Signing out

sign-out-title = Wylogować się?
sign-out-text = Zalogowano jako { $username }. Wylogowanie zakończy sesję w tej przeglądarce; pozostałe urządzenia pozostaną zalogowane.
sign-out-button = Wyloguj się
sign-out-stay = Nie wylogowuj
sign-out-nobody-title = Brak aktywnej sesji
sign-out-nobody-text = W tej przeglądarce nikt nie jest tu zalogowany.

## Waiting

waiting-title-pending = Sprawdź pocztę
waiting-title-approved = Logowanie zatwierdzone
waiting-title-denied = Logowanie zostało odrzucone
waiting-title-expired = To logowanie wygasło
waiting-lead = Otwórz naszą wiadomość na dowolnym urządzeniu i zatwierdź logowanie. Jeśli z podanym adresem jest powiązane konto, wysłaliśmy ją na
waiting-alive = Czekamy na zatwierdzenie.
waiting-wrong-address = Zły adres? Popraw
waiting-match-label = Drugie urządzenie poprosi o ten kod
waiting-match-signed-in = Masz już aktywną sesję na innym urządzeniu? Zatwierdź logowanie tam, na stronie „Moje konto”, podając ten kod. Wiadomość nie będzie potrzebna.
waiting-expires = To logowanie wygasa
waiting-continue = Zatwierdzone, kontynuuj
waiting-quiet = Ta strona co { $seconds ->
    [one] sekundę
    [few] { $seconds } sekundy
    [many] { $seconds } sekund
   *[other] { $seconds } sekundy
} sprawdza, czy logowanie zostało zatwierdzone.
waiting-quiet-back = Wpisz kod z wiadomości
waiting-quiet-link = Czekaj bez wpisywania
waiting-code-label = Możesz też wpisać kod z wiadomości
waiting-code-hint = Osiem znaków. Jeśli w wiadomości nie ma kodu, użyj linku.
waiting-code-button = Zaloguj się kodem
waiting-no-mail = Wiadomość nie dotarła?
waiting-no-mail-spam = Sprawdź folder ze spamem. Nadawcą wiadomości jest { $sender }.
waiting-no-mail-address = Sprawdź adres, litera po literze.
waiting-no-mail-account = Wiadomości wysyłamy tylko na adresy powiązane z kontem i w ograniczonej liczbie.
waiting-resend = Wyślij wiadomość ponownie
waiting-mailbox = Środowisko deweloperskie: Twoja wiadomość jest tutaj:
waiting-mailbox-link = Otwórz skrzynkę
waiting-notice-resent = Wiadomość została wysłana ponownie. Poprzedni link też działa.
waiting-notice-too-soon = Wiadomość została dopiero co wysłana. Można ją wysłać ponownie za { $seconds ->
    [one] { $seconds } sekundę
    [few] { $seconds } sekundy
    [many] { $seconds } sekund
   *[other] { $seconds } sekundy
}.
waiting-notice-too-late = To logowanie za chwilę wygaśnie. Rozpocznij nowe.
waiting-notice-not-yet = Logowanie nie zostało jeszcze zatwierdzone. Otwórz link z wiadomości i wybierz „Zatwierdź”.
waiting-approved-text = Jeszcze jeden krok, aby zalogować się tutaj.
waiting-text-denied = Nikogo nie zalogowano. Jeśli to pomyłka, zacznij od nowa.
waiting-text-expired = Link i kody tego logowania już nie działają.
waiting-again = Wyślij nową wiadomość na { $email }
not-waiting-title = Ta przeglądarka nie oczekuje na logowanie
not-waiting-text = Logowanie zostało zakończone albo rozpoczęto je w innej przeglądarce.
no-cookies-title = Przeglądarka nie zapisuje plików cookie
no-cookies-waiting = Logowanie zostało rozpoczęte, ale przeglądarka nie zapisała pliku cookie potrzebnego do oczekiwania. Wysłana właśnie wiadomość nie pozwoli zalogować się tutaj.
no-cookies-session = Logowanie zostało zatwierdzone, ale przeglądarka nie zapisała pliku cookie, który utrzymuje sesję. Nikt nie jest tu zalogowany.
no-cookies-account = Konto zostało utworzone, ale przeglądarka nie zapisała pliku cookie, który utrzymuje sesję. Nikt nie jest tu zalogowany. Jeśli podano adres e-mail, można później zalogować się za jego pomocą. Do konta bez adresu nie ma już dostępu: w takim przypadku załóż nowe pod inną nazwą.
no-cookies-allow = Zezwól na pliki cookie dla { $host } w ustawieniach przeglądarki i sprawdź, czy nie blokują ich dodatki. Potem zacznij od nowa.
no-cookies-domain = Inne pliki cookie tej strony zostały zapisane, więc przyczyna prawdopodobnie nie leży po Twojej stronie: poproś administrację serwisu o sprawdzenie ustawienia cookie.domain.
approved-here = To logowanie rozpoczęto w tej przeglądarce.

## Registering

register-title = Załóż konto
register-lead = Wybierz nazwę i podaj adres e-mail, aby logować się na innych urządzeniach.
register-username-hint = Od 1 do 32 znaków: litery, cyfry, kropki, łączniki i podkreślenia.
register-email-label = Adres e-mail (opcjonalnie)
register-email-hint = Bez adresu dostęp do konta będzie możliwy tylko z tej przeglądarki: po wylogowaniu nikt go nie przywróci.
register-button = Załóż konto
register-have-account = Masz już konto?

## What is wrong with a form

problem-missing-email = Wpisz adres e-mail.
problem-invalid-email = To nie jest adres e-mail. Powinien mieć postać nazwa@example.org, bez niczego przed nim ani po nim.
problem-missing-username = Wpisz nazwę użytkownika.
problem-invalid-username = Nazwa użytkownika może mieć od 1 do 32 znaków: liter, cyfr, kropek, łączników i podkreśleń. Musi zaczynać się i kończyć literą lub cyfrą.
problem-username-reserved = Ta nazwa jest zastrzeżona. Wybierz inną.
problem-username-taken = Ta nazwa jest już zajęta. Wybierz inną.
problem-missing-code = Wpisz kod z wiadomości.
problem-malformed-code = Kod ma osiem znaków, na przykład K7QM-2XTD. Ta próba się nie liczy.
problem-match-code-typed = To kod widoczny na tej stronie. Wpisz go na urządzeniu, na którym otworzysz link; tutaj należy wpisać kod z wiadomości. Ta próba się nie liczy.
problem-match-code-missing = Wpisz kod widoczny na oczekującym urządzeniu.
problem-match-code-malformed = To nie jest kod z oczekującego urządzenia: ma on sześć znaków – cyfry i litery od A do F. Ta próba się nie liczy.
problem-match-code-wrong = To nie jest kod widoczny na oczekującym urządzeniu. Trzeci błędny kod przerwie to logowanie.
problem-match-code-wrong-last = To nie jest kod widoczny na oczekującym urządzeniu. Jeszcze jeden błędny kod przerwie to logowanie.
problem-wrong-code = To nie jest kod z wiadomości, który ma osiem znaków. Kod z tej strony wpisuje się na drugim urządzeniu. Trzeci błędny kod przerwie to logowanie.
problem-missing-name = Nadaj kluczowi nazwę.
problem-invalid-name = Nazwa może mieć od 1 do 64 widocznych znaków.
problem-invalid-session-name = Nazwa może mieć od 1 do 64 widocznych znaków.
problem-invalid-description = Przeznaczenie może mieć najwyżej 200 widocznych znaków.
problem-missing-scopes = Wybierz co najmniej jedno uprawnienie klucza.
problem-missing-life = Wybierz, jak długo klucz ma być ważny.
problem-name-taken = Masz już klucz o tej nazwie.
problem-too-many-keys = Masz już największą możliwą liczbę kluczy. Najpierw unieważnij któryś z nich.
problem-missing-confirmation = Wpisz swoją nazwę użytkownika, aby potwierdzić.
problem-wrong-confirmation = To nie jest Twoja nazwa użytkownika. Nic nie zostało usunięte.

## The account

account-title = Moje konto
account-heading = Konto „{ $username }”
account-contents = Na tej stronie
account-sign-out-here = Wyloguj się tutaj
account-notice-session-ended = Urządzenie zostało wylogowane. Pozostały mu dostęp wygaśnie najpóźniej za { $minutes ->
    [one] minutę
    [few] { $minutes } minuty
    [many] { $minutes } minut
   *[other] { $minutes } minuty
}.
account-notice-session-renamed = Nazwa została zmieniona.
account-notice-sessions-ended = Wszystkie pozostałe urządzenia zostały wylogowane.
account-notice-key-revoked = Klucz został unieważniony i nie daje już żadnego dostępu.
account-notice-username-changed = Nazwa użytkownika została zmieniona. Przez 30 dni poprzednią nazwę możesz przyjąć tylko Ty.
account-notice-email-asked = Wysłaliśmy wiadomość na nowy adres. Zmiana nastąpi po jej potwierdzeniu.
account-notice-email-removed = Adres został usunięty. Logowanie przez e-mail nie jest teraz możliwe.
account-notice-email-cancelled = Zmiana adresu została anulowana.
account-notice-email-resent = Wiadomość została wysłana ponownie. Linki z wcześniejszych wiadomości już nie działają.
account-notice-email-unchanged = To już jest Twój adres.
account-notice-login-approved = Urządzenie zostało zatwierdzone. Zaloguje się samo.
account-notice-login-denied = Logowanie zostało odrzucone. Nikogo nie zalogowano.
account-notice-login-undone = Urządzenie zostało wylogowane.
account-notice-login-failed = To był trzeci błędny kod i logowanie zostało przerwane. Jeśli było Twoje, rozpocznij je od nowa.
account-notice-login-gone = To logowanie zostało już zatwierdzone lub odrzucone albo wygasło.
account-notice-gone = To urządzenie lub ten klucz już wcześniej usunięto.
account-notice-undecided = Nic nie zostało zmienione.
logins-title = { $count ->
    [one] Oczekujące urządzenie
    [few] Oczekujące urządzenia
    [many] Oczekujące urządzenia
   *[other] Oczekujące urządzenia
}
logins-in-doubt = W razie wątpliwości odrzuć.
logins-asked = rozpoczęto
logins-expires = wygasa
logins-more = Oczekuje więcej logowań, niż się tu mieści. Jeśli brakuje Twojego, rozpocznij je od nowa: widoczne są najnowsze.
logins-let-in-title = Zatwierdzone przed chwilą
logins-let-in-text = { $minutes ->
    [one] Jeszcze przez minutę możesz wylogować to urządzenie i cofnąć wszystko, co z niego utworzono lub rozpoczęto.
    [few] Jeszcze przez { $minutes } minuty możesz wylogować to urządzenie i cofnąć wszystko, co z niego utworzono lub rozpoczęto.
    [many] Jeszcze przez { $minutes } minut możesz wylogować to urządzenie i cofnąć wszystko, co z niego utworzono lub rozpoczęto.
   *[other] Jeszcze przez { $minutes } minuty możesz wylogować to urządzenie i cofnąć wszystko, co z niego utworzono lub rozpoczęto.
}
sessions-title = Aktywne sesje
sessions-none = Nie ma innych aktywnych sesji.
sessions-end-others = Zakończ wszystkie pozostałe
sessions-end-others-question = Wszystkie sesje oprócz tej zostaną natychmiast zakończone, na wszystkich stronach tej listy.
sessions-end-others-button = Tak, zakończ wszystkie pozostałe
session-current = To urządzenie
session-details = Szczegóły
session-device = Urządzenie
session-device-probably = prawdopodobnie { $device }
session-created = Zalogowano
session-signed-in = zalogowano
session-last-seen = Ostatnia aktywność
session-last-active = aktywność
session-active-now = teraz aktywne
session-approved-from = Adres IP zatwierdzenia
session-registered = nie było potrzebne: na tym urządzeniu założono konto
session-approved-unknown = nieznany
session-let-in-by = Zatwierdzone przez
session-let-in-by-ended = urządzenie, które nie jest już zalogowane
session-expires = Bez aktywności wygaśnie
session-name = Nazwa tego urządzenia
session-name-hint = Pozostaw puste, aby używać własnej nazwy urządzenia.
session-rename = Zmień nazwę
session-end = Zakończ sesję
session-end-question = Urządzenie „{ $name }” zostanie natychmiast wylogowane.
session-end-button = Zakończ sesję „{ $name }”
kind-browser = Przeglądarka
group-browser = Przeglądarki
kind-desktop = Aplikacja komputerowa
group-desktop = Aplikacje komputerowe
kind-mobile = Aplikacja mobilna
group-mobile = Aplikacje mobilne
kind-command-line = Wiersz poleceń
group-command-line = Wiersz poleceń
kind-television = Telewizor lub inny sprzęt
group-television = Telewizory i inny sprzęt
kind-other = Inne
group-other = Inne
pager-next = Więcej
pager-first = Pierwsza strona
keys-title = Klucze API
keys-lead = Dla skryptów i maszyn, które działają w Twoim imieniu.
keys-none = Nie masz żadnych kluczy API.
key-state-active = aktywny
key-state-ending = wkrótce wygaśnie
key-state-expired = wygasł
key-last-used = użyto
key-last-used-at = Ostatnie użycie
key-never-used = nieużywany
key-ends = wygasa
key-ended = wygasł
key-revoke = Unieważnij
key-revoke-question = Wszystko, co korzysta z klucza „{ $name }”, natychmiast przestanie działać.
key-revoke-button = Unieważnij „{ $name }”
key-description = Przeznaczenie
key-scopes = Uprawnienia
key-created = Utworzono
key-expires = Wygasa
key-new-title = Nowy klucz API
key-new-lead = Nadaj mu tylko niezbędne uprawnienia i tylko na tak długo, jak trzeba.
key-name = Nazwa
key-name-hint = Co będzie z niego korzystać, na przykład „skrypt kopii zapasowej”.
key-description-label = Przeznaczenie (opcjonalnie)
key-scopes-legend = Co ten klucz może robić? Wybierz co najmniej jedno.
key-life-legend = Jak długo ma być ważny?
key-life = { $days ->
    [one] 1 dzień
    [few] { $days } dni
    [many] { $days } dni
   *[other] { $days } dnia
}
key-new-told = Powiadomimy Cię e-mailem o utworzeniu klucza i ponownie przed jego wygaśnięciem.
key-new-button = Utwórz klucz
scope-account-read = Wyświetlać Twoje konto: nazwę i adres
scope-account-write = Zmieniać Twoją nazwę i usunąć Twoje konto
scope-sessions-read = Wyświetlać aktywne sesje
scope-sessions-write = Wylogowywać Twoje urządzenia
scope-keys-read = Wyświetlać Twoje klucze API, bez samych kluczy
scope-keys-write = Tworzyć i unieważniać klucze API o uprawnieniach nie szerszych niż własne
scope-tokens-issue = Pobierać krótkotrwałe tokeny do innych serwerów
scope-extra = Dla serwera działającego za tym serwerem:
key-created-title = Klucz jest gotowy
key-created-once = Klucz jest widoczny tylko ten jeden raz. Zapisz go teraz tam, gdzie jest potrzebny, albo w menedżerze haseł.
key-created-label = Klucz API „{ $name }”
key-created-copy = Kopiuj
key-created-copied = Skopiowano.
key-created-try = Wypróbuj
key-created-done = Klucz zapisany
address-title = Adres i nazwa
address-verified = potwierdzony
address-unverified = niepotwierdzony
address-missing = brak: nie można logować się na innych urządzeniach
address-pending = Nowy adres
address-pending-hint = po otwarciu linku z wysłanej na niego wiadomości
address-resend = Wyślij wiadomość ponownie
address-cancel = Anuluj zmianę
address-new = Nowy adres e-mail
address-new-hint = Zacznie obowiązywać po potwierdzeniu. Poprzedni adres otrzyma powiadomienie i przez 72 godziny będzie można z niego cofnąć zmianę.
address-change = Zmień
address-remove = Usuń adres
address-remove-question = Bez adresu nie można zalogować się na innym urządzeniu ani, po wylogowaniu, ponownie tutaj.
address-remove-button = Tak, usuń
username-change = Zmień nazwę
data-title = Moje dane
data-text = Konto, sesje, klucze i ostatnia aktywność jako JSON, bez żadnych tajnych danych.
data-button = Pobierz moje dane
danger-title = Działania wymagające ostrożności
danger-everywhere = Zakończ wszystko
danger-everywhere-text = Kończy wszystkie sesje, również tę, oraz wszystkie trwające logowania. Klucze API pozostają ważne.
danger-everywhere-button = Zakończ wszystko
danger-everywhere-question = Na każdym urządzeniu trzeba będzie zalogować się ponownie.
danger-everywhere-confirm = Tak, zakończ wszystko
danger-delete = Usuń konto
danger-delete-text = Usuwa konto z całą zawartością, natychmiast i na zawsze.
danger-delete-button = Usuń konto…
delete-title = Usunąć konto?
delete-lead = Co stanie się z kontem „{ $username }”:
delete-sessions = Wszystkie urządzenia zostaną natychmiast wylogowane.
delete-keys = Wszystkie klucze API przestaną działać.
delete-name = Nazwa użytkownika będzie zarezerwowana przez 30 dni; potem będzie wolna dla innych.
delete-mail = Na adres { $email }, jeśli jest potwierdzony, wyślemy powiadomienie, a potem go usuniemy.
delete-warning = Tego nie można cofnąć.
delete-label = Aby potwierdzić, wpisz { $username }
delete-button = Usuń konto na zawsze
deleted-title = Konto zostało usunięte
deleted-text = Konto „{ $username }” zostało usunięte wraz z całą zawartością.

## More outcomes and errors

label-decided = Data decyzji
label-decided-from = Z adresu IP
label-expired = Data wygaśnięcia
outcome-account = Zobacz moje aktywne sesje
outcome-new-mail = Poproś o nową wiadomość
error-home = Przejdź do strony głównej
error-text-not-found = Pod tym adresem nic nie ma. Być może link został ucięty.
error-text-method-not-allowed = Pod tym adresem nie ma nic do wyświetlenia. Wróć do poprzedniej strony.
error-text-malformed-body = Nie udało się odczytać żądania. Wróć i spróbuj ponownie.
error-text-body-too-large = Wysłano zbyt dużo danych.
error-text-unsupported-media-type = Wysłane dane mają niewłaściwy format.
error-text-request-timeout = Wysyłanie danych trwało zbyt długo. Spróbuj ponownie.
error-text-registration-closed = Obecnie nie można tu zakładać nowych kont.
error-text-authentication-required = Wymaga to zalogowania.
error-text-invalid-credentials = Sesja została zakończona. Zaloguj się ponownie.
error-text-ambiguous-credentials = Żądanie zawiera jednocześnie dane dwóch różnych logowań.
error-text-insufficient-scope = Ten sposób zalogowania na to nie pozwala.
error-text-cross-origin = Przeglądarka nie potwierdziła, że ten formularz pochodzi stąd. Otwórz stronę na nowo i spróbuj jeszcze raz; nic nie zostało zmienione. Jeśli to się powtórzy, przeglądarka nie zapisuje plików cookie: zezwól na nie dla tej strony albo użyj innej przeglądarki.
error-text-misdirected-request = Ta strona działa tylko na maszynie, na której uruchomiono serwer, i tylko pod jej własną nazwą lub adresem, na przykład localhost.
error-text-unavailable = Usługa jest chwilowo niedostępna. Spróbuj ponownie; nic nie zostało utracone.
error-text-internal = Coś poszło nie tak po naszej stronie. Spróbuj ponownie.
error-text-too-fast-minutes = Zbyt wiele prób z Twojej sieci. Spróbuj ponownie za { $minutes ->
    [one] { $minutes } minutę
    [few] { $minutes } minuty
    [many] { $minutes } minut
   *[other] { $minutes } minuty
}.
error-text-untold = Nic nie zostało zmienione. Na adres Twojego konta wysyłamy powiadomienie o każdej zmianie, a takich wiadomości było już zbyt wiele. Spróbuj ponownie za { $minutes ->
    [one] { $minutes } minutę
    [few] { $minutes } minuty
    [many] { $minutes } minut
   *[other] { $minutes } minuty
}.
error-text-too-fast = Zbyt szybko. Spróbuj ponownie za { $seconds ->
    [one] { $seconds } sekundę
    [few] { $seconds } sekundy
    [many] { $seconds } sekund
   *[other] { $seconds } sekundy
}.

## Mail about a deleted account

mail-username-changed-subject = Twoja nazwa użytkownika w serwisie { $host } została zmieniona
mail-username-changed-heading = Twoja nazwa użytkownika została zmieniona
mail-username-changed-intro = Konto „{ $old }” w serwisie { $host } nazywa się teraz „{ $username }” (od { $time }).
mail-username-changed-rest = Przez 30 dni nikt inny nie może przyjąć nazwy „{ $old }”. W tym czasie można ją przywrócić na Twoim koncie.
mail-username-changed-advice = Jeśli zmiana pochodzi od Ciebie, nie musisz nic robić. Jeśli nie, zaloguj się z użyciem tego adresu, przywróć poprzednią nazwę konta, zakończ sesje i unieważnij klucze API, których nie rozpoznajesz.
mail-account-deleted-subject = Twoje konto w serwisie { $host } zostało usunięte
mail-account-deleted-heading = Twoje konto zostało usunięte
mail-account-deleted-intro = Konto „{ $username }” w serwisie { $host } zostało usunięte wraz z sesjami i kluczami API ({ $time }). Po wysłaniu tej wiadomości nie przechowujemy już tego adresu.
mail-account-deleted-advice = Konto usunięto bez Twojej wiedzy? W takim razie ktoś inny miał do niego dostęp. Nie można go przywrócić; powiadom administrację serwisu.
mail-account-deleted-again = W każdej chwili możesz założyć nowe konto:
mail-account-deleted-button = Załóż konto

## Recent activity

activity-title = Ostatnia aktywność
activity-lead = Co działo się na Twoim koncie w ciągu { $days ->
    [one] ostatniej doby
    [few] ostatnich { $days } dni
    [many] ostatnich { $days } dni
   *[other] ostatnich { $days } dnia
}. Jeśli czegoś nie rozpoznajesz, wyloguj urządzenie, z którego to zrobiono.
activity-none = Jeszcze nic.
event-account-registered = Utworzono konto
event-account-deleted = Usunięto konto
event-username-changed = Zmieniono nazwę użytkownika
event-login-asked = Rozpoczęto logowanie:
event-login-mail-withheld = Wstrzymano wiadomość do logowania, bo było ich zbyt wiele:
event-login-approved = Zatwierdzono logowanie:
event-login-denied = Odrzucono logowanie:
event-login-failed = Przerwano logowanie po trzech błędnych kodach:
event-login-undone = Cofnięto logowanie:
event-session-begun = Zalogowano:
event-session-ended = Wylogowano:
event-session-expired = Wylogowano automatycznie po upływie czasu:
event-sessions-ended = Wylogowano kilka urządzeń
event-access-key-created = Utworzono klucz API:
event-access-key-revoked = Unieważniono klucz API:
event-access-keys-revoked = Unieważniono wszystkie klucze API
event-email-change-asked = Zlecono zmianę adresu
event-email-verified = Potwierdzono adres
event-email-changed = Zmieniono adres
event-email-removed = Usunięto adres
event-email-change-undone = Cofnięto zmianę adresu i wylogowano wszystkie urządzenia

## What a device made, and what is older than the first proof of an address

made-sessions = { $count ->
    [one] jedno zalogowane urządzenie
    [few] { $count } zalogowane urządzenia
    [many] { $count } zalogowanych urządzeń
   *[other] { $count } zalogowanego urządzenia
}
made-keys = { $count ->
    [one] jeden klucz API
    [few] { $count } klucze API
    [many] { $count } kluczy API
   *[other] { $count } klucza API
}
made-changes = zmiana adresu
made-approvals = { $count ->
    [one] jedno zatwierdzone logowanie
    [few] { $count } zatwierdzone logowania
    [many] { $count } zatwierdzonych logowań
   *[other] { $count } zatwierdzonego logowania
}
older-title = Czy to wszystko należy do Ciebie?
older-lead = Do tej pory żaden adres tego konta nie był potwierdzony. Na koncie są już:
older-may-be = Możliwe, że Twój adres jest potwierdzany dla wybranego konta po raz pierwszy. Mogą do niego należeć urządzenia i klucze API z wcześniejszego okresu.
older-hint = Podczas rejestracji każdy może podać cudzy adres. To, czego nie rozpoznajesz, może należeć do kogoś innego. W razie wątpliwości zakończ to.
older-way-back = Do { $until } konto można odzyskać za pomocą jego poprzedniego adresu. Tej możliwości nie da się tutaj wyłączyć.
older-end = To nie moje albo nie mam pewności: zakończ to wszystko
older-end-button = Zakończ to wszystko
older-keep-button = To wszystko moje
undone-made = Z tego urządzenia pochodzą też:
undone-gone = To wszystko również zostało zakończone.
undone-email-restored = Z tego urządzenia zmieniono adres konta. Przywrócono poprzedni adres.
undo-box = Tak, wyloguj to urządzenie
confirm-box = To moje logowanie
confirm-box-missing = Zaznacz pole, aby zatwierdzić.
email-verification-box = Konto „{ $username }” należy do mnie
email-verification-box-missing = Zaznacz pole, aby potwierdzić adres.
email-change-box = Konto „{ $username }” należy do mnie
email-change-box-missing = Zaznacz pole, aby potwierdzić nowy adres.
email-undo-box = Tak, cofnij zmianę i wyloguj wszystkie urządzenia
email-undo-box-missing = Zaznacz pole, aby cofnąć zmianę.
session-change-withdrawn = Zmiana adresu zostanie wycofana.
session-end-keys = { $count ->
    [one] Unieważnij też utworzony z niego klucz API
    [few] Unieważnij też { $count } utworzone z niego klucze API
    [many] Unieważnij też { $count } utworzonych z niego kluczy API
   *[other] Unieważnij też { $count } utworzonego z niego klucza API
}
session-end-let-in = { $count ->
    [one] Wyloguj też zatwierdzone z niego urządzenie
    [few] Wyloguj też { $count } zatwierdzone z niego urządzenia
    [many] Wyloguj też { $count } zatwierdzonych z niego urządzeń
   *[other] Wyloguj też { $count } zatwierdzonego z niego urządzenia
}
sessions-end-keys = { $count ->
    [one] Unieważnij też jeden klucz API, którego nie utworzono na tym urządzeniu
    [few] Unieważnij też { $count } klucze API, których nie utworzono na tym urządzeniu
    [many] Unieważnij też { $count } kluczy API, których nie utworzono na tym urządzeniu
   *[other] Unieważnij też { $count } klucza API, którego nie utworzono na tym urządzeniu
}
key-made = { $count ->
    [one] Unieważniony zostanie też utworzony za jego pomocą klucz.
    [few] Unieważnione zostaną też { $count } utworzone za jego pomocą klucze.
    [many] Unieważnionych zostanie też { $count } utworzonych za jego pomocą kluczy.
   *[other] Unieważnione zostanie też { $count } utworzonego za jego pomocą klucza.
}
key-keep-children = { $count ->
    [one] Zachowaj utworzony za jego pomocą klucz
    [few] Zachowaj utworzone za jego pomocą klucze
    [many] Zachowaj utworzone za jego pomocą klucze
   *[other] Zachowaj utworzone za jego pomocą klucze
}
account-notice-older-ended = To wszystko zostało zakończone.
account-notice-older-kept = Wszystko pozostaje bez zmian.
account-aside-email-restored = { undone-email-restored }
account-aside-keys-revoked = Utworzone tam klucze API zostały unieważnione.
account-aside-keys-left = Utworzone tam klucze API nadal działają: patrz poniżej.
account-aside-change-withdrawn = Zlecona tam zmiana adresu została wycofana.
account-aside-let-in-ended = Wylogowano też zatwierdzone z niego urządzenia.
event-email-change-withdrawn = Wycofano zmianę adresu
