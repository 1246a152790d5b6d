import HTTP

extension Settings {
    /// The settings with `values`, which must contain an allowed value for every key of `Setting.table`.
    init(_ values: [String: Setting.Value]) {
        server = Server(SettingGroup("server", of: values))
        database = Database(SettingGroup("database", of: values))
        lists = Lists(SettingGroup("lists", of: values))
        json = JSON(SettingGroup("json", of: values))
        access = Access(SettingGroup("access", of: values))
        log = Log(SettingGroup("log", of: values))
        language = Language(SettingGroup("language", of: values))
        `public` = Public(SettingGroup("public", of: values))
        vouchers = Vouchers(SettingGroup("vouchers", of: values))
        backup = Backup(SettingGroup("backup", of: values))
        limits = RequestLimits(SettingGroup("limits", of: values))
        proof = Proof(SettingGroup("proof", of: values))
        bank = Bank(SettingGroup("bank", of: values))
    }
}

extension Settings.Server {
    fileprivate init(_ group: SettingGroup) {
        listen = group.addresses("listen")
        loopsCount = group.integer("loops_count")
        readWorkersCount = group.integer("read_workers_count")
        slowReadsMax = group.integer("slow_reads_max")
        connectionsMax = group.integer("connections_max")
        connectionsPerAddressMax = group.integer("connections_per_address_max")
        trustedProxies = group.networks("trusted_proxies")
        requestsPerConnectionMax = group.integer("requests_per_connection_max")
        requestsPerTickMax = group.integer("requests_per_tick_max")
        headSecondsMax = group.integer("head_seconds_max")
        bodySecondsMax = group.integer("body_seconds_max")
        idleSecondsMax = group.integer("idle_seconds_max")
        writeSecondsMax = group.integer("write_seconds_max")
        progressBytesMin = group.integer("progress_bytes_min")
        lingerSecondsMax = group.integer("linger_seconds_max")
        lingerBytesMax = group.integer("linger_bytes_max")
        stopSecondsMax = group.integer("stop_seconds_max")
        requestLineBytesMax = group.integer("request_line_bytes_max")
        headersBytesMax = group.integer("headers_bytes_max")
        headersCountMax = group.integer("headers_count_max")
        bodyBytesMax = group.integer("body_bytes_max")
        importBytesMax = group.integer("import_bytes_max")
        bodyTotalBytesMax = group.integer("body_total_bytes_max")
        chunkLineBytesMax = group.integer("chunk_line_bytes_max")
        chunkExtensionBytesMax = group.integer("chunk_extension_bytes_max")
        outputBytesMax = group.integer("output_bytes_max")
    }
}

extension Settings.Database {
    fileprivate init(_ group: SettingGroup) {
        path = group.text("path")
        busyMillisecondsMax = group.integer("busy_milliseconds_max")
        checkpointPages = group.integer("checkpoint_pages")
        cacheKibibytes = group.integer("cache_kibibytes")
        writerCacheKibibytes = group.integer("writer_cache_kibibytes")
        writeQueueMax = group.integer("write_queue_max")
        writeBatchMax = group.integer("write_batch_max")
    }
}

extension Settings.Lists {
    fileprivate init(_ group: SettingGroup) {
        limitDefault = group.integer("limit_default")
        limitMax = group.integer("limit_max")
    }
}

extension Settings.JSON {
    fileprivate init(_ group: SettingGroup) {
        depthMax = group.integer("depth_max")
    }
}

extension Settings.RequestLimits {
    fileprivate init(_ group: SettingGroup) {
        requestsPerTokenMax = group.integer("requests_per_token_max")
        requestsPerAddressMax = group.integer("requests_per_address_max")
        failedSignInsMax = group.integer("failed_sign_ins_max")
        kibibytesPerTokenMax = group.integer("kibibytes_per_token_max")
        idempotencyDays = group.integer("idempotency_days")
    }
}

extension Settings.Proof {
    fileprivate init(_ group: SettingGroup) {
        key = group.text("key")
        checkpointSeconds = group.integer("checkpoint_seconds")
        witnesses = group.witnesses("witnesses")
    }
}

extension Settings.Backup {
    fileprivate init(_ group: SettingGroup) {
        folder = group.text("folder")
        everyHours = group.integer("every_hours")
        keepCount = group.integer("keep_count")
    }
}

extension Settings.Access {
    fileprivate init(_ group: SettingGroup) {
        tokenDaysDefault = group.integer("token_days_default")
        tokenDaysMax = group.integer("token_days_max")
        enrolmentHours = group.integer("enrolment_hours")
    }
}

extension Settings.Log {
    fileprivate init(_ group: SettingGroup) {
        level = group.choice("level")
        format = group.choice("format")
    }
}

extension Settings.Language {
    fileprivate init(_ group: SettingGroup) {
        `default` = group.choice("default")
    }
}

extension Settings.Public {
    fileprivate init(_ group: SettingGroup) {
        cacheSeconds = group.integer("cache_seconds")
        responseCacheKibibytes = group.integer("response_cache_kibibytes")
        address = WebAddress(group.text("address"))
    }
}

extension Settings.Bank {
    fileprivate init(_ group: SettingGroup) {
        webhookSecret = group.text("webhook_secret")
    }
}

extension Settings.Vouchers {
    fileprivate init(_ group: SettingGroup) {
        bookDefault = group.text("book_default")
    }
}

/// The values of one group, by the name after the dot.
///
/// A name or type that differs from the table stops the process; a test loads the whole table, so that this happens
/// there
/// and not in production.
private struct SettingGroup {
    private let name: String
    private let values: [String: Setting.Value]

    init(_ name: String, of values: [String: Setting.Value]) {
        self.name = name
        self.values = values
    }

    func integer(_ name: String) -> Int {
        guard case .integer(let number) = values[key(name)] else { disagrees(name) }
        return number
    }

    func text(_ name: String) -> String {
        guard case .text(let text) = values[key(name)] else { disagrees(name) }
        return text
    }

    func choice<Choice: RawRepresentable<String>>(_ name: String) -> Choice {
        guard let choice = Choice(rawValue: text(name)) else { disagrees(name) }
        return choice
    }

    func addresses(_ name: String) -> [ListenAddress] {
        guard case .list(let texts) = values[key(name)] else { disagrees(name) }
        return texts.compactMap(ListenAddress.init)
    }

    func networks(_ name: String) -> [AddressBlock] {
        guard case .list(let texts) = values[key(name)] else { disagrees(name) }
        return texts.compactMap(AddressBlock.init)
    }

    func witnesses(_ name: String) -> [ConfiguredWitness] {
        guard case .list(let texts) = values[key(name)] else { disagrees(name) }
        return texts.compactMap(ConfiguredWitness.init)
    }

    private func key(_ name: String) -> String { self.name + "." + name }

    private func disagrees(_ name: String) -> Never {
        preconditionFailure("Settings and Setting.table disagree about \(key(name))")
    }
}
