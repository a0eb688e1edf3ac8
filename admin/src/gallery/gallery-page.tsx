import {
  Button,
  Checkbox,
  Menu,
  Radio,
  Select,
  Stack,
  Switch,
  Tabs,
  TextInput,
  Textarea,
  useMantineColorScheme,
} from "@mantine/core";
import { useState, type ReactNode } from "react";
import { Card, Grid, Page } from "../ui/index.ts";
import { setLocale, useLocale } from "../i18n/index.ts";
import { ActsSection, FormsSection } from "./forms-section.tsx";
import { FiguresSection } from "./figures-section.tsx";
import { RecordsSection } from "./records-section.tsx";
import { StatesSection } from "./states-section.tsx";
import { TablesSection } from "./tables-section.tsx";

/** Every component in every state, for work on them and for the checks of contrast and keyboard. */
export default function GalleryPage(): ReactNode {
  const { setColorScheme } = useMantineColorScheme();
  const locale = useLocale();
  return (
    <main className="s-main" style={{ paddingTop: 16 }}>
      <Page
        title="Bausteine"
        crumbs={[{ label: "Klarpost", to: "/" }, { label: "Bausteine" }]}
        meta="Alles, woraus die Seiten gesetzt sind, in allen Zuständen"
        actions={
          <>
            <Button onClick={() => setColorScheme("light")}>Hell</Button>
            <Button onClick={() => setColorScheme("dark")}>Dunkel</Button>
            <Button onClick={() => setLocale(locale === "de" ? "en" : "de", false)}>
              {locale === "de" ? "English" : "Deutsch"}
            </Button>
          </>
        }
      >
        <div className="k-stack-lg">
          <FiguresSection />
          <RecordsSection />
          <TablesSection />
          <FormsSection />
          <ActsSection />
          <StatesSection />
          <Controls />
        </div>
      </Page>
    </main>
  );
}

function Controls(): ReactNode {
  const [on, setOn] = useState(true);
  return (
    <Grid>
      <Card className="c6" title="Schaltflächen">
        <div className="k-row">
          <Button variant="filled">Freigeben</Button>
          <Button>Bearbeiten</Button>
          <Button variant="subtle">Verlauf ansehen</Button>
          <Button variant="filled" color="red">
            Löschen
          </Button>
          <Button color="red" variant="outline">
            Sperren
          </Button>
          <Button disabled>Gesperrt</Button>
          <Button variant="filled" disabled>
            Gesperrt
          </Button>
          <Button loading>Lädt</Button>
          <Button size="xs" variant="filled">
            Klein
          </Button>
          <Button size="xs">Klein</Button>
          <Menu>
            <Menu.Target>
              <Button>Menü</Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item>Umbenennen</Menu.Item>
              <Menu.Item color="red">Löschen</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
        <Button variant="filled" size="lg" fullWidth mt={16}>
          Freigeben und einplanen
        </Button>
      </Card>
      <Card className="c6" title="Eingaben">
        <Stack>
          <TextInput label="Name der Liste" placeholder="Newsletter Privatkunden" />
          <TextInput label="Absender" defaultValue="kein-komma" error="Hier fehlt das Zeichen @." />
          <Select label="Sprache" data={["Deutsch", "Englisch"]} defaultValue="Deutsch" />
          <Textarea label="Notiz" rows={2} />
          <Checkbox label="Nur bestätigte Kontakte" checked={on} onChange={() => setOn(!on)} />
          <Checkbox label="Nicht gewählt" />
          <Switch label="Automatisch versenden" defaultChecked />
          <Radio.Group label="Anrede" defaultValue="sie">
            <Stack gap="sm" mt={4}>
              <Radio value="sie" label="Sie" />
              <Radio value="du" label="Du" />
            </Stack>
          </Radio.Group>
        </Stack>
      </Card>
      <Card title="Reiter">
        <Tabs defaultValue="a">
          <Tabs.List>
            <Tabs.Tab value="a">Aufbau</Tabs.Tab>
            <Tabs.Tab value="b">Code</Tabs.Tab>
            <Tabs.Tab value="c">Vorschau</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="a" pt="md">
            Drei Bereiche.
          </Tabs.Panel>
          <Tabs.Panel value="b" pt="md">
            Ihr Code bleibt, wie er ist.
          </Tabs.Panel>
          <Tabs.Panel value="c" pt="md">
            So kommt es an.
          </Tabs.Panel>
        </Tabs>
      </Card>
    </Grid>
  );
}
