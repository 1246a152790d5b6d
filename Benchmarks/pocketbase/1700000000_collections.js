/// The collections of the PocketBase peer: a summary per hamlet, and contributions with an index for their list.
/// Anyone may read and create; request logs are off, as in all other servers of the run.
migrate((app) => {
    const number = (name) => ({ type: "number", name, onlyInt: true });
    const text = (name) => ({ type: "text", name });

    app.save(new Collection({
        type: "base",
        name: "hamlets",
        viewRule: "",
        listRule: "",
        fields: [
            text("commune"), text("commune_name"), text("name"), text("type"), text("valid_from"), text("valid_to"),
            number("households"), number("persons"),
            { type: "json", name: "balances" }, { type: "json", name: "years" }, { type: "json", name: "models" },
        ],
    }));

    app.save(new Collection({
        type: "base",
        name: "contributions",
        viewRule: "",
        listRule: "",
        createRule: "",
        fields: [
            number("hamlet"), number("fund"), number("household"), text("number"), text("book"), text("name"),
            text("donor"), text("method"), number("amount"), text("received_on"), text("state"),
        ],
        indexes: ["CREATE INDEX contributions_hamlet ON contributions (hamlet)"],
    }));

    const settings = app.settings();
    settings.logs.maxDays = 0;
    settings.rateLimits.enabled = false;
    app.save(settings);
}, () => {});
