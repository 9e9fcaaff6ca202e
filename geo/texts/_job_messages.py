"""Messages about uploads, jobs, many cities and the command line: English template, Chinese template."""

from typing import Final

from geo.texts._languages import Pairs

JOB_MESSAGES: Final[Pairs] = (
    # archives and forms
    (
        "{name}: {archive} is without its {missing}; pack all files of the layer",
        "{name}:{archive} 缺少配套的 {missing};请将图层的全部文件一起打包",
    ),
    ("{name}: is damaged (it has no end); pack it again", "{name}:已损坏(没有结尾);请重新打包"),
    ("{name}: is damaged; pack it again", "{name}:已损坏;请重新打包"),
    ("{name}: holds {members} files; expected {most} at most", "{name}:含有 {members} 个文件;最多应为 {most} 个"),
    ("{name}: is a ZIP64 archive; pack it as an ordinary .zip", "{name}:是 ZIP64 压缩包;请打包为普通 .zip"),
    (
        "{name}: its directory has {bytes} bytes; expected {most} at most",
        "{name}:目录有 {bytes} 字节;最多应为 {most} 字节",
    ),
    (
        "{name}: would unpack to {bytes} bytes; expected {most} at most",
        "{name}:解压后为 {bytes} 字节;最多应为 {most} 字节",
    ),
    (
        "{name}: would unpack to {times} times its size; expected {most} times at most",
        "{name}:解压后为原大小的 {times} 倍;最多应为 {most} 倍",
    ),
    ("{name}: {file} in it", "{name} 中的 {file}"),
    ("{name}: {file} in it is damaged; pack it again", "{name}:其中的 {file} 已损坏;请重新打包"),
    ("{file} has a name that leads elsewhere; expected plain names", "{file} 名称指向别处;应为普通名称"),
    ("{file} is encrypted; pack it without a password", "{file} 已加密;请不设密码重新打包"),
    ("{file} is a link or a device; expected files", "{file} 是链接或设备;应为文件"),
    ("{file} is an archive itself; pack its files directly", "{file} 本身是压缩包;请直接打包其中的文件"),
    (
        "{file} is packed in a way that is not read; pack it as ordinary .zip (deflate)",
        "{file} 所用的压缩方式不能读取;请打包为普通 .zip(deflate)",
    ),
    (
        "{name}: expected exactly one .shp in it, found {count} ({names_word}); pack one layer",
        "{name}:其中应恰有一个 .shp,实有 {count} 个({names_word});请只打包一个图层",
    ),
    ("{message}; send it again", "{message};请重新发送"),
    ("the connection ended before the form did", "表单未发送完,连接已结束"),
    ("the connection ended before the form did; send it again", "表单未发送完,连接已结束;请重新发送"),
    ("{name} is given twice; give it once", "{name} 给了两次;只应给一次"),
    ("{role} is given {count} times; expected one file", "{role} 给了 {count} 次;应为一个文件"),
    ("{role} is a text; expected a file with its name", "{role} 是文字;应为带名称的文件"),
    (
        "no file areas; expected the planned residential areas as a file of that name in the form",
        "没有文件 areas;表单中应以此名提交规划居住地块文件",
    ),
    (
        'column "{column}": expected plan_id=NAME, residents=NAME and the like',
        "column“{column}”:应为 plan_id=列名、residents=列名 等形式",
    ),
    ("expected a form: multipart/form-data", "应为表单:multipart/form-data"),
    (
        "the request is larger than {most_mb} MB; leave out what is not needed, or send it in parts",
        "请求大于 {most_mb} MB;请去掉不需要的内容,或分批提交",
    ),
    (
        "this client sends more at once than is taken; send one batch after the other",
        "该客户端一次发送的内容超过可接收的量;请逐批发送",
    ),
    (
        "more is sent at the moment than can be taken; send it again in a minute",
        "目前收到的内容超过可接收的量;请一分钟后重新发送",
    ),
    ("{name}: is empty; send the file again", "{name}:为空;请重新发送文件"),
    ("{name}: larger than {most_kb} kB; expected a rule set, and no more", "{name}:大于 {most_kb} kB;应只是一个规则集"),
    # jobs
    ("no job has this id; it may have expired, or have been deleted", "没有此编号的任务;可能已过期,或已删除"),
    (
        "another program holds {name}, a state of the service; try again in a minute",
        "另一程序正占用服务的状态文件 {name};请一分钟后再试",
    ),
    (
        "the state of the service cannot be stored: {reason}; tell the service's operator, or try again later",
        "服务的状态无法保存:{reason};请告知服务管理员,或稍后再试",
    ),
    ("the state of the service cannot be read ({reason}); {remedy}", "服务的状态无法读取({reason});{remedy}"),
    (
        "the service's operator can restore the file, or move it away: then what it holds is lost",
        "服务管理员可恢复该文件,或将其移走:移走后其中的内容丢失",
    ),
    ("{name}: is of version {version}, expected {expected}", "{name}:版本为 {version},应为 {expected}"),
    (
        "{waiting} jobs wait already, and no more may; send it again in a few minutes",
        "已有 {waiting} 个任务在等待,不能再增加;请几分钟后重新发送",
    ),
    (
        "{own} jobs of this client wait already, and no more of one may; send it again when one has begun",
        "该客户端已有 {own} 个任务在等待,不能再增加;请在其中一个开始后重新发送",
    ),
    (
        "{ended} ended jobs of this client are kept already, and no more may; delete jobs that are not needed any more,"
        " or wait until they expire",
        "该客户端已保存 {ended} 个结束的任务,不能再增加;请删除不再需要的任务,或等其过期",
    ),
    (
        "{ended} ended jobs of this client are kept already, and no more may",
        "该客户端已保存 {ended} 个结束的任务,不能再增加",
    ),
    (
        "{found}; delete jobs that are not needed any more, or wait until they expire",
        "{found};请删除不再需要的任务,或等其过期",
    ),
    (
        "with this job the jobs of this client would take {taken}, and may take {limit_word}",
        "加上此任务,该客户端的任务将占用 {taken},最多可占用 {limit_word}",
    ),
    (
        "with this job all jobs would take {taken}, and may take {limit_word}",
        "加上此任务,全部任务将占用 {taken},最多可占用 {limit_word}",
    ),
    ("{size_mb} MB of disk", "{size_mb} MB 磁盘"),
    (
        "with this job all jobs take more than {most_mb} MB of disk; delete jobs, or send it later",
        "加上此任务,全部任务占用磁盘超过 {most_mb} MB;请删除任务,或稍后再发送",
    ),
    (
        "this job needs more than {most_mb} MB of memory; {less_word}",
        "此任务所需内存超过 {most_mb} MB;{less_word}",
    ),
    (
        "this job needs more than {span_word} of processor time; {less_word}",
        "此任务所需处理器时间超过 {span_word};{less_word}",
    ),
    ("this job took longer than {span_word}; {less_word}", "此任务用时超过 {span_word};{less_word}"),
    (
        "the process of this job broke off, as it does when it needs more than {most_mb} MB of memory; {less_word}",
        "此任务的进程中断,内存超过 {most_mb} MB 时即会如此;{less_word}",
    ),
    ("the process of this job broke off, {often}; {less_word}", "此任务的进程中断,{often};{less_word}"),
    ("as it does when it needs more than {most_mb} MB of memory", "内存超过 {most_mb} MB 时即会如此"),
    (
        "the process of this job broke off, by a fault of the service, not of the files; tell its operator",
        "此任务的进程因服务故障中断,与文件无关;请告知服务管理员",
    ),
    (
        "the process of this job was ended from outside; the machine may be short of memory: {less_word}",
        "此任务的进程被外部终止;可能是机器内存不足:{less_word}",
    ),
    ("the files of this job take more than {most_mb} MB; {less_word}", "此任务的文件超过 {most_mb} MB;{less_word}"),
    ("send fewer areas at once", "请减少一次提交的地块"),
    (
        "send fewer areas at once, or ask for no reports (reports=false)",
        "请减少一次提交的地块,或不要报告(reports=false)",
    ),
    ("ask for fewer candidates or sites", "请减少候选点或设施数量"),
    (
        "ask for no sheets (sheets=false), or the service's operator for more",
        "请不要图则(sheets=false),或请服务管理员放宽限制",
    ),
    ("the service cannot write: {reason}; tell its operator", "服务无法写入:{reason};请告知服务管理员"),
    (
        "a fault of the service ({kind}), not of the files; tell its operator",
        "服务故障({kind}),与文件无关;请告知服务管理员",
    ),
    ("the process of an earlier job has not ended; send the job again", "之前任务的进程尚未结束;请重新提交此任务"),
    (
        "the service was stopped {times} times while this job ran; {less_word}",
        "此任务运行期间服务停止了 {times} 次;{less_word}",
    ),
    ("this job failed: {reason}", "此任务失败:{reason}"),
    ("this job was cancelled", "此任务已取消"),
    ("this job is {state_word}; ask later", "此任务{state_word};请稍后再试"),
    (
        "{most} streams of this job are open already; close one, or ask for the job's state",
        "此任务已打开 {most} 个连接;请关闭其一,或改为查询任务状态",
    ),
    (
        "this job has no .{ending}; its links are to what it has",
        "此任务没有 .{ending};其 links 中列有已有的成果",
    ),
    (
        'this review has no dossier of "{plan_id}"; its areas are in result.json',
        "此次审查没有“{plan_id}”的卷宗;各地块见 result.json",
    ),
    (
        "the job cannot be stored: {reason}; tell the service's operator, or try again later",
        "此任务无法保存:{reason};请告知服务管理员,或稍后再试",
    ),
    (
        'this job has no sheet of "{code}"; its circles are in result.json',
        "此任务没有“{code}”的图则;各生活圈见 result.json",
    ),
    ("scenario and scenario_id are both given; give one of them", "同时给了 scenario 和 scenario_id;只给其一"),
    (
        "{file}: is no scenario; expected a JSON object as POST /v1/scenarios takes it",
        "{file}:不是情景方案;应为 POST /v1/scenarios 所接受的 JSON 对象",
    ),
    ("this service keeps no jobs; {remedy}", "本服务不保存任务;{remedy}"),
    ("set {variable} where the service is started", "请在启动服务处设置 {variable}"),
    (
        "this job is read, cancelled and deleted only with the secret that its POST answered: send it in the header "
        "X-Job-Secret, or open the address in a browser with ?secret=",
        "此任务须凭提交时返回的凭证才能读取、取消和删除:请放在请求头 X-Job-Secret 中发送,或在浏览器中打开带 ?secret= 的"
        "地址",
    ),
    ("go on without the secret", "请改用不带凭证的地址"),
    # many cities
    (
        "{scheduler}: has no workers; start some with: dask worker {address}",
        "{scheduler}:没有工作进程;请启动:dask worker {address}",
    ),
    (
        "{scheduler}: versions differ; install the same everywhere: {reason}",
        "{scheduler}:版本不一致;请各处安装同一版本:{reason}",
    ),
    (
        "{scheduler}: the scheduler was lost ({reason}); start it and run the same command again",
        "{scheduler}:与调度器失去联系({reason});请启动它并重新执行同一命令",
    ),
    (
        "{scheduler}: the scheduler was lost ({reason}); start it and run the same command again: what is finished is "
        "kept",
        "{scheduler}:与调度器失去联系({reason});请启动它并重新执行同一命令:已完成的会保留",
    ),
    (
        "{scheduler}: a worker has no gridwalk {version} ({reason}); install it there",
        "{scheduler}:有工作进程没有 gridwalk {version}({reason});请在该处安装",
    ),
    (
        "{scheduler}: here is gridwalk {version}, but {others_word}; install the same",
        "{scheduler}:此处为 gridwalk {version},但 {others_word};请安装同一版本",
    ),
    (
        "{scheduler}: no worker is left; start some and run the same command again",
        "{scheduler}:已没有工作进程;请启动后重新执行同一命令",
    ),
    ("--scheduler needs Dask: pip install gridwalk[cluster]", "--scheduler 需要 Dask:pip install gridwalk[cluster]"),
    (
        "{scheduler}: no Dask scheduler answers ({reason}); expected tcp://host:port of one that runs",
        "{scheduler}:没有 Dask 调度器应答({reason});应为正在运行的调度器的 tcp://host:port",
    ),
    ("{city}: replaced while it was analysed; run the same command again", "{city}:分析期间被替换;请重新执行同一命令"),
    (
        "{name}: its city or files were replaced while they were read; run it again",
        "{name}:其城市数据包或文件在读取期间被替换;请重新执行",
    ),
    (
        "not enough memory for this city; give the machine more, or analyse fewer categories",
        "内存不足以处理此城市;请增加内存,或减少分析的类别",
    ),
    (
        "not enough memory for this city; run fewer processes, or divide it with --by-district",
        "内存不足以处理此城市;请减少进程数,或用 --by-district 分区县处理",
    ),
    ("unexpected {kind}: {reason}", "意外错误 {kind}:{reason}"),
    (
        "{whose_word} was killed {times} times; it may need more memory: run fewer at once, or divide it "
        "(--by-district)",
        "{whose_word}被终止了 {times} 次;可能需要更多内存:请减少同时运行的数量,或分区县处理(--by-district)",
    ),
    ("input or output: {reason}", "输入或输出:{reason}"),
    # options of the command line
    ("--column {column}: expected {expected}", "--column {column}:应为 {expected}"),
    ("address=NAME, lon=NAME or lat=NAME", "address=列名、lon=列名 或 lat=列名"),
    (
        "--scheduler and --processes go with a list of cities (.csv) or with --by-district",
        "--scheduler 和 --processes 只用于城市清单(.csv)或 --by-district",
    ),
    ("give one of: ADDRESS; --lon and --lat; --file and -o", "请给出其一:ADDRESS;--lon 和 --lat;--file 和 -o"),
    (
        "the list of cities names the files: its columns areas, facilities, gates, roads",
        "各文件由城市清单写明:其中的列 areas、facilities、gates、roads",
    ),
    (
        "give CITY AREAS; or a list of cities (.csv), which takes --scheduler and --processes",
        "请给出 CITY AREAS;或城市清单(.csv),后者可用 --scheduler 和 --processes",
    ),
    ("--lang {lang}: expected zh or en", "--lang {lang}:应为 zh 或 en"),
)
