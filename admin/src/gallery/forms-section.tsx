import { Button, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import {
  Card,
  ChoiceCards,
  CodeEditor,
  ConfirmDialog,
  CopyButton,
  DateTimeField,
  FieldWithHelp,
  FileDrop,
  Grid,
  MailFrame,
  SaveStateText,
  showDone,
  showProblem,
  showUndo,
  useAutosave,
} from "../ui/index.ts";
import { ApiError } from "../api/index.ts";

const HTML = `<!doctype html>
<html lang="de">
<head><title>Musterbank kompakt</title></head>
<body style="font-family:sans-serif">
  <!-- Begrüßung -->
  <h1>Mehr vom Ersparten</h1>
  <p>{{ kontakt.anrede }}, seit November gelten neue Konditionen.</p>
  <a href="https://kurz.example/x1">Zinsen ansehen</a>
</body>
</html>
`;

export function FormsSection(): ReactNode {
  const [kind, setKind] = useState<"regular" | "repermission" | "service" | "press">("regular");
  const [file, setFile] = useState<File | null>(null);
  const [code, setCode] = useState(HTML);
  const [when, setWhen] = useState<string | null>("2026-11-24T13:00:00.000Z");
  const [name, setName] = useState("Weihnachtsbrief");
  const save = useAutosave(name, () => new Promise((resolve) => setTimeout(resolve, 400)));
  const link = code.indexOf("https://kurz");
  return (
    <Grid>
      <Card title="Wahl">
        <ChoiceCards
          legend="Was für ein Mailing wird es?"
          value={kind}
          onChange={setKind}
          choices={[
            {
              value: "regular",
              title: "Newsletter",
              text: "An alle, die ihn bestellt haben.",
              extra: "Liste wählen Sie im nächsten Schritt.",
            },
            {
              value: "repermission",
              title: "Um Erlaubnis bitten",
              text: "Fragt, ob die Nutzung ausgewertet werden darf.",
            },
            {
              value: "service",
              title: "Mitteilung ohne Werbung",
              text: "Nur was die Person wissen muss.",
            },
            {
              value: "press",
              title: "Bestandskunden",
              text: "Für ähnliche Waren.",
              disabled: "Dafür fehlt der Hinweis bei der Erhebung.",
            },
          ]}
        />
      </Card>
      <Card className="c6" title="Felder" aside={<SaveStateText save={save} />}>
        <div className="k-stack">
          <FieldWithHelp
            label="Interner Name"
            help="Sehen nur Sie und Ihr Team."
            description="Kurz und eindeutig"
          >
            {(aria) => (
              <TextInput
                {...aria}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
            )}
          </FieldWithHelp>
          <FieldWithHelp label="Betreff" required error="Der Betreff fehlt.">
            {(aria) => <TextInput {...aria} />}
          </FieldWithHelp>
          <DateTimeField label="Versand" value={when} onChange={setWhen} />
          <div className="k-row">
            <CopyButton value="https://example.org/f/abc" />
            <CopyButton value="x" variant="subtle">
              Link kopieren
            </CopyButton>
          </div>
        </div>
      </Card>
      <Card className="c6" title="Datei">
        <div className="k-stack">
          <FileDrop
            label="Liste importieren"
            accept=".csv,text/csv"
            maxBytes={50_000_000}
            text="CSV bis 50 MB"
            file={file}
            onFile={setFile}
          />
          <FileDrop
            label="Wird gesendet"
            file={new File(["x".repeat(2_400_000)], "kontakte-november.csv")}
            onFile={() => undefined}
            progress={0.42}
          />
        </div>
      </Card>
      <Card className="c6" title="Code">
        <CodeEditor
          label="HTML des Mailings"
          value={code}
          onChange={setCode}
          height={320}
          findings={
            link < 0
              ? []
              : [
                  {
                    id: "1",
                    level: "warning",
                    from: link,
                    to: link + 25,
                    message: "Ein Link führt über einen Kurzlink-Dienst.",
                  },
                ]
          }
        />
      </Card>
      <Card className="c6" title="Vorschau">
        <MailFrame html={code} width={390} />
      </Card>
    </Grid>
  );
}

export function ActsSection(): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <Card title="Handlungen">
      <div className="k-row">
        <Button onClick={() => setOpen(true)} data-gallery="confirm">
          Endgültig löschen …
        </Button>
        <Button
          data-gallery="undo"
          onClick={() =>
            showUndo("Die Liste „Messe Herbst“ ist archiviert.", () => Promise.resolve())
          }
        >
          Archivieren
        </Button>
        <Button onClick={() => showDone("Gespeichert")}>Speichern</Button>
        <Button onClick={() => showProblem(new ApiError(503, {}))}>Fehler</Button>
      </div>
      <ConfirmDialog
        opened={open}
        onClose={() => setOpen(false)}
        title="12.204 Kontakte löschen"
        action="12.204 Kontakte löschen"
        people={12204}
        danger
        onConfirm={() => new Promise((resolve) => setTimeout(resolve, 600))}
      >
        Alle Angaben dieser Menschen werden gelöscht; ihre Einwilligungsnachweise bleiben versiegelt
        drei Jahre erhalten. Das lässt sich nicht zurücknehmen.
      </ConfirmDialog>
    </Card>
  );
}
