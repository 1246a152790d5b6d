import Foundation

/// One worker that keeps every file open, logs nothing and never closes a connection.
func nginxConfiguration(port: Int, files: String, folder: String) -> String {
    """
    \(getuid() == 0 ? "user root;" : "")
    worker_processes 1;
    worker_rlimit_nofile 20000;
    daemon off;
    pid \(folder)/nginx.pid;
    events { worker_connections 8192; }
    http {
        access_log off;
        default_type application/json;
        sendfile on;
        tcp_nopush on;
        tcp_nodelay on;
        keepalive_timeout 600s;
        keepalive_requests 1000000000;
        open_file_cache max=16384 inactive=1h;
        open_file_cache_valid 1h;
        open_file_cache_min_uses 1;
        client_body_temp_path \(folder)/nginx-body;
        proxy_temp_path \(folder)/nginx-proxy;
        fastcgi_temp_path \(folder)/nginx-fastcgi;
        uwsgi_temp_path \(folder)/nginx-uwsgi;
        scgi_temp_path \(folder)/nginx-scgi;
        server {
            listen 127.0.0.1:\(port) backlog=1024;
            root \(files);
        }
    }

    """
}

/// A server's responses to W0, and to W1 and W2 for every hamlet, as files at the same paths.
struct StoredResponses {
    private let server: ServerProcess
    private let hamlets: Int

    init(of server: ServerProcess, hamlets: Int) {
        self.server = server
        self.hamlets = hamlets
    }

    func write(to folder: String) throws {
        guard let connection = Connection(port: server.port) else {
            throw BenchError("\(server.peer.title) refuses connections")
        }
        func store(_ path: String) throws {
            guard let response = connection.exchange("GET", path), response.status == 200 else {
                throw BenchError("\(server.peer.title) does not answer \(path) with 200")
            }
            // The query is not part of the file name, neither here nor in nginx.
            let file = URL(fileURLWithPath: folder + path.prefix { $0 != "?" })
            try makeFolder(file.deletingLastPathComponent().path)
            try Data(response.body).write(to: file)
        }
        try store(RequestShape(of: .livez, to: .danvan).path)
        for hamlet in 1...hamlets {
            for workload in [Workload.summary, .list] {
                try store(RequestShape(of: workload, to: .danvan).filled(hamlet: hamlet).path)
            }
        }
    }
}
