import { Button } from "@mantine/core";
import { IconMail, IconPencil, IconShieldCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import {
  Answers,
  Avatar,
  BoardingPass,
  ButtonLink,
  Card,
  DateTime,
  FindingList,
  Grid,
  Link,
  PermissionList,
  Pill,
  ProofCard,
  RuleTag,
  SplitBar,
  StepList,
  Timeline,
  TodoList,
} from "../ui/index.ts";

export function RecordsSection(): ReactNode {
  return (
    <>
      <BoardingPass
        from={{ name: "Musterbank", text: "brief@musterbank.example" }}
        to={{ name: "Newsletter Privatkunden", text: "Liste · Double-Opt-in" }}
        subject="Ihr Weihnachtsbrief: ein Jahr, in Ruhe betrachtet"
        fields={[
          { id: "n", cap: "Wie viele", value: "12.204", text: "von 12.480 Ausgewählten" },
          { id: "w", cap: "Wann", value: "Heute, 14:00 Uhr", text: "24. November 2026" },
          {
            id: "r",
            cap: "Rechtsgrundlage",
            value: "Einwilligung",
            text: "je Empfänger belegt, 12.204 Nachweise",
          },
          {
            id: "m",
            cap: "Was gemessen wird",
            wide: true,
            text: (
              <SplitBar
                label="Was gemessen wird"
                parts={[
                  { label: "persönlich: Profiling erlaubt", value: 4350 },
                  { label: "nur anonym gezählt, ohne Bezug zur Person", value: 7854 },
                ]}
              />
            ),
          },
        ]}
        stub={{
          figure: "12.204",
          text: "heute, 14:00 Uhr · Testbetrieb",
          items: [
            ["Versandprüfung", "bestanden"],
            ["Inhaltsprüfung", "2 Hinweise"],
            ["Testmail geprüft", "heute, 08:40 Uhr"],
          ],
          action: (
            <Button variant="filled" size="lg" fullWidth>
              Freigeben und einplanen
            </Button>
          ),
          hint: "Bis 14:00 Uhr können Sie den Versand zurückziehen.",
        }}
      />
      <Grid>
        <Card className="c7" title="Was dürfen wir?" aside="geprüft um 09:24 Uhr">
          <Answers
            items={[
              {
                id: "a",
                question: "Anschreiben",
                yes: true,
                answer: "Ja",
                text: "Newsletter Privatkunden",
              },
              {
                id: "b",
                question: "Nutzung auswerten",
                yes: false,
                answer: "Nein",
                text: "widerrufen am 18. November 2026",
              },
            ]}
          />
          <PermissionList
            items={[
              {
                id: "1",
                title: "Newsletter Privatkunden",
                tone: "ok",
                state: "erlaubt",
                text: "Per Double-Opt-in bestätigt am 12. März 2025",
              },
              {
                id: "2",
                title: "Profiling",
                tone: "no",
                state: "widerrufen",
                history: [
                  { label: "nicht gefragt" },
                  { label: "erlaubt, 12.03.2025" },
                  { label: "widerrufen, 18.11.2026" },
                ],
              },
              { id: "3", title: "Newsletter Anlage", tone: "unknown", state: "nicht gefragt" },
              {
                id: "4",
                title: "Persönliche E-Mail",
                tone: "plain",
                state: "abgelehnt",
                text: "Gesperrt, bis die Person selbst zustimmt",
              },
            ]}
          />
          <div style={{ marginTop: 8 }}>
            <ProofCard
              subject="Newsletter Privatkunden"
              wording="Ja, ich möchte den Newsletter der Musterbank per E-Mail erhalten. Ich kann mich jederzeit abmelden."
              source="Wortlaut 4 · Anmeldeformular Website"
              hash="7f3a91c2aa55cc10e04d"
              chain="ok"
              action={<Link to="/_gallery">Nachweis herunterladen</Link>}
            />
          </div>
        </Card>
        <Card className="c5" title="Was geschah" aside={<Link to="/_gallery">Alles zeigen</Link>}>
          <Timeline
            items={[
              {
                id: "1",
                at: "2026-11-24T08:00:00Z",
                tone: "go",
                title: "Anlagebrief nicht versendet",
                text: (
                  <>
                    Diese Liste hat die Person nicht bestellt.{" "}
                    <RuleTag rule="CON-01" sentence="Werbung per E-Mail nur mit Einwilligung." />
                  </>
                ),
              },
              {
                id: "2",
                at: "2026-11-18T08:00:00Z",
                tone: "no",
                title: "Profiling widerrufen",
                text: "Über „Verwalten“ · 23 Ereignisse gelöscht.",
              },
              {
                id: "3",
                at: "2026-11-10T08:00:00Z",
                tone: "go",
                title: "Musterbank kompakt, November",
                text: "Versendet (angenommen) · Nutzung nicht messbar",
              },
              { id: "4", at: "2026-06-02T08:00:00Z", title: "Wohnort geändert" },
              { id: "5", at: "2025-03-12T08:00:00Z", tone: "ok", title: "Anmeldung bestätigt" },
            ]}
          />
        </Card>
        <Card className="c7">
          <TodoList
            items={[
              {
                id: "1",
                icon: <IconPencil size={18} stroke={1.6} />,
                tone: "go",
                title: "„Ihr Weihnachtsbrief“ wartet auf Ihre Freigabe",
                text: "Heute, 14:00 Uhr · 12.204 Empfänger",
                action: (
                  <ButtonLink to="/_gallery" size="xs" variant="filled">
                    Prüfen und freigeben
                  </ButtonLink>
                ),
              },
              {
                id: "2",
                icon: <IconShieldCheck size={18} stroke={1.6} />,
                tone: "wait",
                title: "Eine Auskunft ist bis Freitag zu erteilen",
                text: "Eingang 27. Oktober",
                action: <Button size="xs">Öffnen</Button>,
              },
              {
                id: "3",
                icon: <IconMail size={18} stroke={1.6} />,
                title: "Bestätigen Sie die Antwortadresse",
                text: "service@musterbank.example",
                action: <Button size="xs">Testmail senden</Button>,
              },
            ]}
          />
        </Card>
        <Card className="c5" title="Inhaltsprüfung" aside="2 Hinweise, nichts blockiert">
          <FindingList
            findings={[
              {
                id: "0",
                level: "error",
                title: "Das Impressum fehlt",
                text: "Ergänzen Sie es in den Einstellungen.",
                rule: "CNT-04",
              },
              {
                id: "1",
                level: "warning",
                title: "Ein Link führt über einen Kurzlink-Dienst",
                text: (
                  <>
                    „Zum Jahresrückblick“. <Link to="/_gallery">Zur Stelle</Link>
                  </>
                ),
                rule: "CNT-15",
              },
              { id: "2", level: "ok", title: "Abmelden und Verwalten sichtbar", rule: "CNT-06" },
              { id: "3", level: "info", title: "Kein Bild ohne Alternativtext", rule: "CNT-09" },
            ]}
          />
        </Card>
        <Card className="c6" title="Einrichten">
          <StepList
            steps={[
              { id: "1", state: "done", title: "Impressum", text: "vollständig" },
              {
                id: "2",
                state: "current",
                title: "Absender bestätigen",
                text: "Eine Mail ist unterwegs.",
                action: (
                  <Button size="xs" variant="filled">
                    Erneut senden
                  </Button>
                ),
              },
              { id: "3", state: "blocked", title: "SPF und DKIM", text: "Erst nach dem Absender." },
              { id: "4", state: "open", title: "Erstes Mailing" },
            ]}
          />
        </Card>
        <Card className="c6" title="Zeichen">
          <div className="k-row">
            <Pill tone="ok">erlaubt</Pill>
            <Pill tone="no">widerrufen</Pill>
            <Pill tone="go">wird versendet</Pill>
            <Pill tone="wait">wartet</Pill>
            <Pill tone="unknown">nicht gefragt</Pill>
            <Pill tone="danger">fehlgeschlagen</Pill>
            <Pill>Entwurf</Pill>
          </div>
          <p style={{ marginTop: 16 }}>
            <DateTime value="2026-11-24T13:00:00Z" /> ·{" "}
            <DateTime value="2026-11-24T13:00:00Z" form="short" /> ·{" "}
            <DateTime value="2026-11-24T13:00:00Z" form="moment" /> ·{" "}
            <DateTime value="2026-11-24T13:00:00Z" form="time" />
          </p>
          <div className="k-row" style={{ marginTop: 16 }}>
            <Avatar name="Maria Beispiel" size="lg" />
            <Avatar name="Maria Beispiel" />
            <Avatar name="Musterbank" shape="square" />
          </div>
        </Card>
      </Grid>
    </>
  );
}
